/** AWS::ApiGateway::Deployment. It is a copy of what is there: a new one is made for new properties, as SAM and CDK arrange it. */
import type { JsonObject } from '../../../asl/json.ts';
import type { ResourceProvider } from '../../resource-provider.ts';

export const apiDeployment: ResourceProvider = {
  type: 'AWS::ApiGateway::Deployment',
  properties: new Set(['RestApiId', 'Description', 'StageName', 'StageDescription']),
  requires: [['apigateway', 'CreateDeployment']],
  async create({ properties, services }) {
    const { RestApiId: restApiId, Description: description, StageName: stageName, StageDescription } = properties;
    const stage = (StageDescription ?? {}) as JsonObject;
    const made = await services.call('apigateway', 'CreateDeployment', {
      restApiId,
      ...(description !== undefined && { description }),
      ...(stageName !== undefined && { stageName }),
      ...(stage['Variables'] !== undefined && { variables: stage['Variables'] }),
      ...(stage['Description'] !== undefined && { stageDescription: stage['Description'] }),
    });
    const id = String(made['id']);
    return { physicalId: id, ref: id, attributes: { DeploymentId: id, RestApiId: restApiId ?? null } };
  },
  async update() {
    return 'REPLACE';
  },
  async delete({ services }, { physicalId, attributes }) {
    // A stage that the deployment itself made still shows it, until the API goes with both.
    await services.attempt(
      'apigateway',
      'DeleteDeployment',
      { restApiId: attributes['RestApiId'], deploymentId: physicalId },
      ['NotFoundException', 'BadRequestException'],
    );
  },
};
