import type { Operation } from '../../../gateway/operation.ts';
import { checkVersionId } from '../find-version.ts';
import { beyond, commonPrefixOf, type Row } from '../key-listing.ts';
import { checkMaxKeys, type ListObjectsBase } from '../object-listing.ts';
import { type AnyVersion, objectKey, versionKey } from '../object-store.ts';
import { encodeKey, recordsOf } from '../record-keys.ts';
import { owner, quoted, type S3, wholeSeconds } from '../s3-environment.ts';
import { invalidArgument } from '../s3-errors.ts';
import { textEncoder } from '../url-encoding.ts';

export interface ListObjectVersionsInput extends ListObjectsBase {
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
}

type ListedVersion = AnyVersion & { readonly isLatest: boolean };

/** All versions and delete markers, by key, newest first. A bucket without versioning shows each object as its version `null`. */
export const listObjectVersions =
  (s3: S3): Operation<ListObjectVersionsInput> =>
  (input) => {
    s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    const encode = textEncoder(input.EncodingType);
    if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined) {
      throw invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        'version-id-marker',
        input.VersionIdMarker,
      );
    }
    if (input.VersionIdMarker) checkVersionId(input.VersionIdMarker, 'version-id-marker');
    const page = collect(s3, input, checkMaxKeys(input.MaxKeys));
    const versions = page.rows.flatMap((row) => (row.deleteMarker ? [] : [row]));
    const markers = page.rows.filter((row) => row.deleteMarker);
    const describe = (row: ListedVersion) => ({
      Key: encode(row.key),
      VersionId: row.versionId,
      IsLatest: row.isLatest,
      LastModified: wholeSeconds(row.modifiedMs),
      Owner: owner(row.account),
    });
    return {
      IsTruncated: page.next !== undefined,
      KeyMarker: encode(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      NextKeyMarker: encode(page.next?.key),
      NextVersionIdMarker: page.next?.versionId,
      Versions: versions.map((row) => ({
        ...describe(row),
        ETag: quoted(row.eTag),
        ChecksumAlgorithm: row.checksum ? [row.checksum.algorithm] : undefined,
        ChecksumType: row.checksum?.type,
        Size: row.size,
        StorageClass: row.storageClass ?? 'STANDARD',
      })),
      DeleteMarkers: markers.map(describe),
      Name: input.Bucket,
      Prefix: encode(input.Prefix ?? ''),
      Delimiter: encode(input.Delimiter),
      MaxKeys: checkMaxKeys(input.MaxKeys),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      EncodingType: input.EncodingType,
    };
  };

interface Page {
  readonly rows: readonly ListedVersion[];
  readonly commonPrefixes: readonly string[];
  readonly next?: { readonly key: string; readonly versionId?: string };
}

function collect(s3: S3, input: ListObjectVersionsInput, limit: number): Page {
  const { Prefix: prefix = '', Delimiter: delimiter } = input;
  const rows: ListedVersion[] = [];
  const commonPrefixes: string[] = [];
  let next: Page['next'];
  if (limit === 0) return { rows, commonPrefixes };
  for (const row of versionsAfter(s3, input)) {
    const folder = commonPrefixOf(row.key, prefix, delimiter || undefined);
    if (folder !== undefined && (folder === commonPrefixes.at(-1) || folder === input.KeyMarker)) continue;
    if (rows.length + commonPrefixes.length === limit) return { rows, commonPrefixes, next };
    if (folder === undefined) {
      rows.push(row);
      next = { key: row.key, versionId: row.versionId };
    } else {
      commonPrefixes.push(folder);
      next = { key: folder };
    }
  }
  return { rows, commonPrefixes };
}

/** Current and older versions, merged: the current one of a key comes before its others. */
function* versionsAfter(s3: S3, input: ListObjectVersionsInput): Generator<ListedVersion> {
  const { Bucket, KeyMarker, VersionIdMarker, Prefix = '' } = input;
  const { after, afterCurrent } = positions(s3, Bucket, KeyMarker, VersionIdMarker);
  const currents = rowsAfter(
    (cursor, limit) => s3.store.objects.list({ prefix: objectKey(Bucket, Prefix), after: cursor, limit }),
    afterCurrent,
  );
  const others = rowsAfter(
    (cursor, limit) => s3.store.versions.list({ prefix: objectKey(Bucket, encodeKey(Prefix)), after: cursor, limit }),
    after,
  );
  let current = currents.next();
  let other = others.next();
  let lastKey = KeyMarker !== undefined && VersionIdMarker !== undefined ? KeyMarker : undefined;
  while (!current.done || !other.done) {
    const takesCurrent =
      !current.done &&
      (other.done || Buffer.compare(Buffer.from(current.value.value.key), Buffer.from(other.value.value.key)) <= 0);
    const { value } = (takesCurrent ? current.value : other.value) as Row<AnyVersion>;
    yield { ...value, isLatest: value.key !== lastKey };
    lastKey = value.key;
    if (takesCurrent) current = currents.next();
    else other = others.next();
  }
}

/** Where the two collections are to be read on from. */
function positions(s3: S3, bucket: string, keyMarker: string | undefined, versionIdMarker: string | undefined) {
  if (keyMarker === undefined) return { after: '', afterCurrent: '' };
  const afterCurrent = objectKey(bucket, keyMarker);
  const ofKey = objectKey(bucket, recordsOf(keyMarker));
  const version = versionIdMarker === undefined ? undefined : s3.store.version(bucket, keyMarker, versionIdMarker);
  // After a key alone none of its versions follows; after the current one all older ones do.
  if (!version) return { after: beyond(ofKey), afterCurrent };
  const isCurrent = s3.store.current(bucket, keyMarker)?.versionId === version.versionId;
  return { after: isCurrent ? ofKey : versionKey(bucket, version), afterCurrent };
}

function* rowsAfter<T>(
  read: (after: string, limit: number) => readonly Row<T>[],
  after: string,
): Generator<Row<T>, undefined> {
  const BATCH = 500;
  let cursor = after;
  for (;;) {
    const batch = read(cursor, BATCH);
    yield* batch;
    if (batch.length < BATCH) return undefined;
    cursor = batch.at(-1)!.key;
  }
}
