/** Custom::S3BucketNotifications of the CDK: a bucket's notification configuration, put without the function that CDK ships for it. */
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

export const bucketNotifications: ResourceProvider = {
  type: 'Custom::S3BucketNotifications',
  properties: new Set([
    'ServiceToken',
    'ServiceTimeout',
    'BucketName',
    'NotificationConfiguration',
    'Managed',
    'SkipDestinationValidation',
  ]),
  requires: [['s3', 'PutBucketNotificationConfiguration']],
  create: put,
  update: put,
  async delete({ services }, { physicalId }) {
    const params = { Bucket: physicalId, NotificationConfiguration: {} };
    await services.attempt('s3', 'PutBucketNotificationConfiguration', params, ['NoSuchBucket']);
  },
};

async function put({ properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const { BucketName: Bucket, NotificationConfiguration } = properties;
  await services.call('s3', 'PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
  return { physicalId: String(Bucket), ref: String(Bucket), attributes: {} };
}
