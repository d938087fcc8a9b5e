/** AWS::ApiGateway::Account: the role that API Gateway would write its logs with. */
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../../resource-provider.ts';

export const apiAccount: ResourceProvider = {
  type: 'AWS::ApiGateway::Account',
  properties: new Set(['CloudWatchRoleArn']),
  requires: [['apigateway', 'UpdateAccount']],
  create: put,
  update: put,
  async delete() {},
};

async function put({ properties, services, generatedName }: ResourceRequest): Promise<ResourceInstance> {
  const value = textOf(properties, 'CloudWatchRoleArn');
  if (value !== undefined) {
    const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value }];
    await services.call('apigateway', 'UpdateAccount', { patchOperations });
  }
  return { physicalId: generatedName, ref: generatedName, attributes: { Id: generatedName } };
}
