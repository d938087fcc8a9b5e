/**
 * AWS::ECR::Repository, recorded and no more: functions here come as archives, and nobody serves images. It is there because the CDK's bootstrap
 * stack has one that most applications never use.
 */
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const ecrRepository: ResourceProvider = {
  type: 'AWS::ECR::Repository',
  properties: new Set([
    'RepositoryName',
    'ImageTagMutability',
    'ImageScanningConfiguration',
    'LifecyclePolicy',
    'RepositoryPolicyText',
    'EncryptionConfiguration',
    'EmptyOnDelete',
    'Tags',
  ]),
  requires: [],
  create: async (request) => instance(request),
  async update(request, previous) {
    const next = instance(request);
    return next.physicalId === previous.physicalId ? next : 'REPLACE';
  },
  async delete() {},
};

function instance({ properties, generatedName, region, account }: ResourceRequest): ResourceInstance {
  const name = textOf(properties, 'RepositoryName') ?? generatedName.toLowerCase();
  return {
    physicalId: name,
    ref: name,
    attributes: {
      Arn: `arn:aws:ecr:${region}:${account}:repository/${name}`,
      RepositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
    },
  };
}
