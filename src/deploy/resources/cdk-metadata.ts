/** AWS::CDK::Metadata tells AWS which CDK made a template; it has no effect anywhere. */
import type { ResourceProvider } from '../resource-provider.ts';

export const cdkMetadata: ResourceProvider = {
  type: 'AWS::CDK::Metadata',
  properties: new Set(['Analytics']),
  requires: [],
  async create(request) {
    return { physicalId: request.generatedName, ref: request.generatedName, attributes: {} };
  },
  async update(_request, previous) {
    return previous;
  },
  async delete() {},
};
