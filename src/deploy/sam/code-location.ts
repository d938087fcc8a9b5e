import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject } from '../template.ts';

/** `s3://bucket/key` or `{Bucket, Key, Version}` as `{S3Bucket, S3Key, S3ObjectVersion}`: a local path should have been packaged by now. */
export function codeLocation(value: Json, where: string): JsonObject {
  if (typeof value === 'string') {
    const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(value);
    if (match) return { S3Bucket: match[1]!, S3Key: match[2]! };
    throw new DeployError('INVALID_TEMPLATE', `${where} '${value}' is not an S3 location: package the template first`);
  }
  if (!isObject(value) || value['Bucket'] === undefined || value['Key'] === undefined) {
    throw new DeployError('INVALID_TEMPLATE', `${where} must be a path, an S3 URI or an object with Bucket and Key`);
  }
  const location: Record<string, Json> = { S3Bucket: value['Bucket'], S3Key: value['Key'] };
  if (value['Version'] !== undefined) location['S3ObjectVersion'] = value['Version'];
  return location;
}
