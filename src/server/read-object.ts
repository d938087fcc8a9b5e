/** Lets Lambda fetch a function's package from S3, wherever S3 is. */
import type { AwsCaller } from '../connectors/aws-caller.ts';
import { ApiError, type ByteStream } from '../gateway/operation.ts';
import type { ReadObject } from '../services/lambda/lambda-dependencies.ts';

export function readObjectOf(caller: AwsCaller): ReadObject {
  return async ({ region, account, bucket, key, versionId }) => {
    const result = await caller.call({
      service: 's3',
      operation: 'GetObject',
      params: { Bucket: bucket, Key: key, ...(versionId !== undefined && { VersionId: versionId }) },
      region,
      account,
    });
    if (!result.ok) throw new ApiError(result.code, result.message, { status: result.status, fault: result.fault });
    return result.output['Body'] as ByteStream;
  };
}
