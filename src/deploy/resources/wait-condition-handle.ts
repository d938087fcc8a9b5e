/** AWS::CloudFormation::WaitConditionHandle: a URL that nobody waits at; CDK uses it as a placeholder. */
import type { ResourceProvider } from '../resource-provider.ts';

export const waitConditionHandle: ResourceProvider = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: new Set(),
  requires: [],
  async create({ generatedName, region }) {
    const ref = `https://cloudformation-waitcondition-${region}.s3.amazonaws.com/${generatedName}`;
    return { physicalId: ref, ref, attributes: {} };
  },
  async update(_request, previous) {
    return previous;
  },
  async delete() {},
};
