/** `x-amz-copy-source`: `bucket/key`, `/bucket/key` or an access point's ARN, URL-encoded, perhaps with `?versionId=`. */
import { type FoundVersion, findVersion } from './find-version.ts';
import type { S3 } from './s3-environment.ts';
import { invalidArgument, invalidRequest, noSuchKey } from './s3-errors.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

export function parseCopySource(header: string | { Bucket: string; Key: string; VersionId?: string }): CopySource {
  if (typeof header === 'object') return { bucket: header.Bucket, key: header.Key, versionId: header.VersionId };
  const [path = '', query = ''] = splitOnce(header, '?versionId=');
  const decoded = decode(path, header).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId: query || undefined };
}

/** The object to copy. A delete marker cannot be one. */
export function findCopySource(s3: S3, source: CopySource, expectedOwner: string | undefined): FoundVersion {
  const { bucket, key, versionId } = source;
  if (versionId !== undefined && s3.store.version(bucket, key, versionId)?.deleteMarker) {
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
  }
  // The answer is the copy's: nothing about the source may leak into its headers.
  const input = {
    Bucket: source.bucket,
    Key: source.key,
    VersionId: source.versionId,
    ExpectedBucketOwner: expectedOwner,
  };
  if (source.key === '') throw noSuchKey(source.key);
  return findVersion(s3, input, {}, 'GET');
}

function decode(path: string, header: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', header);
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
