/** Custom::S3AutoDeleteObjects of the CDK: empties a bucket before it is deleted, without the function that CDK ships for it. */
import type { JsonObject } from '../../asl/json.ts';
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

export const autoDeleteObjects: ResourceProvider = {
  type: 'Custom::S3AutoDeleteObjects',
  properties: new Set(['ServiceToken', 'ServiceTimeout', 'BucketName']),
  requires: [['s3', 'DeleteObjects']],
  create: remember,
  update: remember,
  async delete({ services }, { physicalId: Bucket }) {
    for (;;) {
      const page = await services.attempt('s3', 'ListObjectVersions', { Bucket }, ['NoSuchBucket']);
      const found = [
        ...((page?.['Versions'] ?? []) as JsonObject[]),
        ...((page?.['DeleteMarkers'] ?? []) as JsonObject[]),
      ];
      if (found.length === 0) return;
      const Objects = found.map(({ Key, VersionId }) => ({ Key, VersionId }));
      await services.call('s3', 'DeleteObjects', { Bucket, Delete: { Objects, Quiet: true } });
    }
  },
};

async function remember({ properties }: ResourceRequest): Promise<ResourceInstance> {
  const bucket = String(properties['BucketName']);
  return { physicalId: bucket, ref: bucket, attributes: {} };
}
