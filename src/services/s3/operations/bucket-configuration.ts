/** Put, get and delete of a bucket's recorded subresource, made from its row in the table. */
import type { Operation } from '../../../gateway/operation.ts';
import { BUCKET_CONFIGURATIONS, type BucketConfiguration, readConfiguration } from '../bucket-configurations.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { malformedXml } from '../s3-errors.ts';

export function bucketConfigurationOperations(s3: S3): Record<string, Operation> {
  const operations: Record<string, Operation> = {};
  for (const configuration of BUCKET_CONFIGURATIONS) {
    operations[configuration.get] = getConfiguration(s3, configuration);
    if (configuration.put) operations[configuration.put] = putConfiguration(s3, configuration);
    if (configuration.delete) operations[configuration.delete] = deleteConfiguration(s3, configuration);
  }
  return operations;
}

const getConfiguration =
  (s3: S3, configuration: BucketConfiguration): Operation<BucketInput> =>
  ({ Bucket, ExpectedBucketOwner }) => {
    const value = revived(readConfiguration(s3.store.bucket(Bucket, ExpectedBucketOwner), configuration));
    return configuration.outputMember ? { [configuration.outputMember]: value } : value;
  };

const putConfiguration =
  (s3: S3, { name, inputMember }: BucketConfiguration): Operation<BucketInput & Record<string, unknown>> =>
  async (input) => {
    s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    const value = input[inputMember!];
    if (value === undefined || value === null) throw malformedXml();
    await s3.store.updateBucket(input.Bucket, (bucket) => ({
      ...bucket,
      configurations: { ...bucket.configurations, [name]: value },
    }));
    return {};
  };

const deleteConfiguration =
  (s3: S3, { name }: BucketConfiguration): Operation<BucketInput> =>
  async ({ Bucket, ExpectedBucketOwner }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    await s3.store.updateBucket(Bucket, (bucket) => ({
      ...bucket,
      // Encryption goes back to its default; of the others a deleted one differs from one that never was.
      configurations: { ...bucket.configurations, [name]: name === 'encryption' ? undefined : null },
    }));
    return {};
  };

/** Records are JSON: the one member of these shapes that is a time (`Date`, of lifecycle rules) has become text. */
function revived(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, item) =>
    name === 'Date' && typeof item === 'string' ? new Date(item) : item,
  );
}
