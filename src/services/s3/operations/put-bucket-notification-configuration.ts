import type { Operation } from '../../../gateway/operation.ts';
import type { NotificationConfiguration } from '../notifications/notification-configuration.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

export interface PutBucketNotificationConfigurationInput extends BucketInput {
  readonly NotificationConfiguration: NotificationConfiguration;
  readonly SkipDestinationValidation?: boolean;
}

/** Replaces the whole configuration; an empty one ends all notifications. */
export const putBucketNotificationConfiguration =
  (s3: S3): Operation<PutBucketNotificationConfigurationInput> =>
  async (input, context) => {
    const { Bucket } = input;
    s3.store.bucket(Bucket, input.ExpectedBucketOwner);
    const notification = await s3.checkNotifications(input.NotificationConfiguration, {
      bucket: Bucket,
      requestId: context.requestId,
      skipsTargets: input.SkipDestinationValidation ?? false,
    });
    await s3.store.updateBucket(Bucket, (bucket) => ({
      ...bucket,
      configurations: { ...bucket.configurations, notification },
    }));
    return {};
  };
