/** AWS::S3::BucketPolicy: recorded with the bucket. */
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const s3BucketPolicy: ResourceProvider = {
  type: 'AWS::S3::BucketPolicy',
  properties: new Set(['Bucket', 'PolicyDocument']),
  requires: [['s3', 'PutBucketPolicy']],
  create: put,
  async update(request, previous) {
    return textOf(request.properties, 'Bucket') === previous.physicalId ? put(request) : 'REPLACE';
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('s3', 'DeleteBucketPolicy', { Bucket: physicalId }, ['NoSuchBucket']);
  },
};

async function put({ properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const Bucket = String(properties['Bucket']);
  const document = properties['PolicyDocument'];
  const Policy = typeof document === 'string' ? document : JSON.stringify(document);
  await services.call('s3', 'PutBucketPolicy', { Bucket, Policy });
  return { physicalId: Bucket, ref: Bucket, attributes: {} };
}
