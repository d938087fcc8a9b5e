/** AWS::StepFunctions::StateMachineVersion. */
import type { ResourceProvider } from '../resource-provider.ts';

export const stateMachineVersion: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachineVersion',
  properties: new Set(['StateMachineArn', 'StateMachineRevisionId', 'Description']),
  requires: [['states', 'PublishStateMachineVersion']],
  async create({ properties, services }) {
    const { StateMachineArn, StateMachineRevisionId, Description } = properties;
    const made = await services.call('states', 'PublishStateMachineVersion', {
      stateMachineArn: StateMachineArn,
      ...(StateMachineRevisionId !== undefined &&
        StateMachineRevisionId !== 'INITIAL' && { revisionId: StateMachineRevisionId }),
      ...(Description !== undefined && { description: Description }),
    });
    const arn = String(made['stateMachineVersionArn']);
    return { physicalId: arn, ref: arn, attributes: { Arn: arn } };
  },
  async update() {
    return 'REPLACE';
  },
  async delete({ services }, { physicalId }) {
    await services.call('states', 'DeleteStateMachineVersion', { stateMachineVersionArn: physicalId });
  },
};
