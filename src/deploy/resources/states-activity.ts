/** AWS::StepFunctions::Activity. */
import type { JsonObject } from '../../asl/json.ts';
import { type ResourceProvider, textOf } from '../resource-provider.ts';

export const statesActivity: ResourceProvider = {
  type: 'AWS::StepFunctions::Activity',
  properties: new Set(['Name', 'Tags', 'EncryptionConfiguration']),
  requires: [['states', 'CreateActivity']],
  async create({ properties, services, generatedName }) {
    const name = textOf(properties, 'Name') ?? generatedName.slice(0, 80);
    const tags = ((properties['Tags'] ?? []) as JsonObject[]).map(({ Key, Value }) => ({ key: Key, value: Value }));
    const made = await services.call('states', 'CreateActivity', { name, tags });
    const arn = String(made['activityArn']);
    return { physicalId: arn, ref: arn, attributes: { Arn: arn, Name: name } };
  },
  async update({ properties }, previous) {
    const name = textOf(properties, 'Name');
    return name !== undefined && name !== previous.attributes['Name'] ? 'REPLACE' : previous;
  },
  async delete({ services }, { physicalId }) {
    await services.call('states', 'DeleteActivity', { activityArn: physicalId });
  },
};
