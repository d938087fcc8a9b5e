/** AWS::Lambda::Version: the function's code and configuration as they stand, kept for good. */
import type { ResourceProvider } from '../resource-provider.ts';

export const lambdaVersion: ResourceProvider = {
  type: 'AWS::Lambda::Version',
  properties: new Set(['FunctionName', 'Description', 'CodeSha256', 'RuntimePolicy']),
  requires: [['lambda', 'PublishVersion']],
  async create({ properties, services }) {
    const { FunctionName, Description, CodeSha256 } = properties;
    const made = await services.call('lambda', 'PublishVersion', {
      FunctionName,
      ...(Description !== undefined && { Description }),
      ...(CodeSha256 !== undefined && { CodeSha256 }),
    });
    const arn = String(made['FunctionArn']);
    return { physicalId: arn, ref: arn, attributes: { FunctionArn: arn, Version: String(made['Version']) } };
  },
  async update() {
    return 'REPLACE';
  },
  async delete({ services }, { physicalId, attributes }) {
    const FunctionName = physicalId.replace(/:[^:]+$/, '');
    const params = { FunctionName, Qualifier: attributes['Version'] };
    await services.attempt('lambda', 'DeleteFunction', params, ['ResourceNotFoundException']);
  },
};
