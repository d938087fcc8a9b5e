/**
 * Buckets, objects and their versions as records, with the only code that changes them.
 *
 * O1 A change is one transaction: the object's record, its bytes if they are small, what it replaces. Before it is durable the old
 *    object is whole, after it the new one. O2 Changes to a key happen one at a time; bodies stream outside of that.
 * O3 Replaced bytes are removed after the transaction, never before. O4 A bucket that is being removed takes no more objects.
 */
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import type { BlobStore } from './blob-store.ts';
import { CommitLocks } from './commit-locks.ts';
import { type ContentRemoval, ContentStore, type NewContent } from './content-store.ts';
import { checkWrite, type WriteConditions } from './preconditions.ts';
import { newVersionId } from './random-id.ts';
import { recordsOf } from './record-keys.ts';
import { accessDenied, bucketNotEmpty, noSuchBucket, noSuchKey } from './s3-errors.ts';
import type { BucketRecord, DeleteMarkerRecord, ObjectRecord, VersionRecord } from './s3-records.ts';
import type { Ending } from './upload-store.ts';

export type AnyVersion = ObjectRecord | DeleteMarkerRecord;
/** An object as its maker knows it: the store adds when, which version and in what order. */
export type NewObject = Omit<ObjectRecord, 'versionId' | 'sequence' | 'content' | 'deleteMarker' | 'modifiedMs'>;

export interface Removed {
  readonly version?: AnyVersion;
  /** The marker that now hides the object. */
  readonly marker?: DeleteMarkerRecord;
}

const NULL_VERSION = 'null';
const SEQUENCE_DIGITS = 16;

export class ObjectStore {
  readonly contents: ContentStore;
  readonly locks = new CommitLocks();
  readonly buckets: RecordCollection<BucketRecord>;
  readonly objects: RecordCollection<ObjectRecord>;
  /** Newest first within a key: noncurrent versions and delete markers. */
  readonly versions: RecordCollection<AnyVersion>;
  readonly #records: Records;
  readonly #blobs: BlobStore;
  readonly #now: () => number;
  #lastSequence = 0;

  constructor(records: Records, blobs: BlobStore, now: () => number) {
    this.#records = records;
    this.#blobs = blobs;
    this.#now = now;
    this.contents = new ContentStore(records, blobs);
    this.buckets = records.collection('s3.buckets');
    this.objects = records.collection('s3.objects');
    this.versions = records.collection('s3.versions');
  }

  /** @throws NoSuchBucket, or AccessDenied if it is not the expected owner's. */
  bucket(name: string, expectedOwner?: string): BucketRecord {
    const bucket = this.buckets.get(name);
    if (!bucket) throw noSuchBucket(name);
    if (expectedOwner !== undefined && expectedOwner !== bucket.account) throw accessDenied();
    return bucket;
  }

  current(bucket: string, key: string): ObjectRecord | undefined {
    return this.objects.get(objectKey(bucket, key));
  }

  /** The version asked for, current or not; a delete marker is one too. */
  version(bucket: string, key: string, versionId: string): AnyVersion | undefined {
    const current = this.current(bucket, key);
    if (current?.versionId === versionId) return current;
    return this.#noncurrent(bucket, key).find((version) => version.versionId === versionId);
  }

  /** True when the newest of the key is a delete marker. */
  isHidden(bucket: string, key: string): boolean {
    return !this.current(bucket, key) && this.#noncurrent(bucket, key, 1).length > 0;
  }

  async updateBucket(name: string, change: (bucket: BucketRecord) => BucketRecord): Promise<BucketRecord> {
    return this.locks.forBucket(name, async () => {
      const bucket = change(this.bucket(name));
      await this.buckets.put(name, bucket);
      return bucket;
    });
  }

  /** `ending` gives the changes to whatever else belongs to the bucket. @throws BucketNotEmpty */
  async removeBucket(name: string, expectedOwner: string | undefined, ending: () => Ending): Promise<void> {
    await this.locks.forBucket(name, async () => {
      const { versioning } = this.bucket(name, expectedOwner);
      const prefix = `${name}/`;
      const isEmpty = [this.objects, this.versions].every((records) => records.list({ prefix, limit: 1 }).length === 0);
      if (!isEmpty) throw bucketNotEmpty(name, versioning !== undefined);
      const { changes, removals } = ending();
      await this.#commit([...changes, { type: 'delete', collection: 's3.buckets', key: name }], removals);
    });
  }

  /** Makes `object` the current version. If this rejects, the content was discarded. */
  async put(
    bucketName: string,
    object: NewObject,
    content: NewContent,
    { conditions = {}, changes = [] }: { conditions?: WriteConditions; changes?: readonly RecordChange[] } = {},
  ): Promise<ObjectRecord> {
    try {
      return await this.locks.forKey(bucketName, object.key, async () => {
        const bucket = this.bucket(bucketName);
        const current = this.current(bucketName, object.key);
        checkWrite(object.key, current, conditions);
        const record: ObjectRecord = {
          ...object,
          versionId: bucket.versioning === 'Enabled' ? newVersionId() : NULL_VERSION,
          sequence: this.#nextSequence(bucket, object.key, current),
          modifiedMs: this.#now(),
          content: content.reference,
        };
        const displaced = this.#displace(bucket, record, current);
        this.#protect(content.files);
        await this.#commit(
          [
            ...changes,
            ...content.changes,
            ...displaced.changes,
            { type: 'put', collection: 's3.objects', key: objectKey(bucketName, object.key), value: record },
          ],
          displaced.removals,
        );
        return record;
      });
    } catch (error) {
      this.contents.discardUncommitted(content);
      throw error;
    }
  }

  /** Changes what is recorded about a version, not its bytes. */
  async amend(
    bucketName: string,
    key: string,
    find: () => ObjectRecord,
    change: (object: ObjectRecord) => ObjectRecord,
  ): Promise<ObjectRecord> {
    return this.locks.forKey(bucketName, key, async () => {
      const before = find();
      const after = change(before);
      const isCurrent = this.current(bucketName, key)?.versionId === before.versionId;
      await this.#commit([isCurrent ? putCurrent(bucketName, after) : putVersion(bucketName, after)], []);
      return after;
    });
  }

  /** DELETE without a version: removes, or hides behind a delete marker. */
  async remove(
    bucketName: string,
    key: string,
    account: string,
    check: (current: ObjectRecord | undefined) => void,
  ): Promise<Removed> {
    return this.locks.forKey(bucketName, key, async () => {
      const bucket = this.bucket(bucketName);
      const current = this.current(bucketName, key);
      check(current);
      if (bucket.versioning === undefined) {
        if (!current) return {};
        const removal = this.contents.removal(current.content);
        await this.#commit([deleteCurrent(bucketName, key), ...removal.changes], [removal]);
        return { version: current };
      }
      const marker: DeleteMarkerRecord = {
        key,
        versionId: bucket.versioning === 'Enabled' ? newVersionId() : NULL_VERSION,
        sequence: this.#nextSequence(bucket, key, current),
        modifiedMs: this.#now(),
        account,
        deleteMarker: true,
      };
      const displaced = this.#displace(bucket, marker, current);
      const hide = current ? [deleteCurrent(bucketName, key)] : [];
      await this.#commit([...displaced.changes, ...hide, putVersion(bucketName, marker)], displaced.removals);
      return { marker };
    });
  }

  /** DELETE of one version: gone for good; the newest of the others becomes current. */
  async removeVersion(
    bucketName: string,
    key: string,
    versionId: string,
    check: (version: AnyVersion | undefined) => void,
  ): Promise<Removed> {
    return this.locks.forKey(bucketName, key, async () => {
      this.bucket(bucketName);
      const current = this.current(bucketName, key);
      const others = this.#noncurrent(bucketName, key);
      const version =
        current?.versionId === versionId ? current : others.find((other) => other.versionId === versionId);
      check(version);
      if (!version) return {};
      const removal = version.deleteMarker ? undefined : this.contents.removal(version.content);
      const changes: RecordChange[] = [...(removal?.changes ?? [])];
      if (version === current) changes.push(deleteCurrent(bucketName, key));
      else changes.push(deleteVersion(bucketName, version));
      const next = others.find((other) => other !== version);
      const isUncovered = version === current || (!current && version === others[0]);
      if (isUncovered && next && !next.deleteMarker) {
        this.#protect(this.contents.filesOf(next.content));
        changes.push(deleteVersion(bucketName, next), putCurrent(bucketName, next));
      }
      await this.#commit(changes, removal ? [removal] : []);
      return { version };
    });
  }

  /** Other modules' changes to records of their own, with contents that go away. */
  async commit(changes: readonly RecordChange[], removals: readonly ContentRemoval[]): Promise<void> {
    await this.#commit(changes, removals);
  }

  /** After an unclean stop: removes files that nothing refers to. `others` are the contents that uploads hold. */
  async removeOrphans(others: () => AsyncIterable<string>): Promise<number> {
    if (this.#blobs.orphanCandidates.size === 0) return 0;
    for (const collection of [this.objects, this.versions] as const) {
      for await (const { value } of paged<AnyVersion>(collection)) {
        if (value.deleteMarker) continue;
        this.#protect(this.contents.filesOf(value.content));
      }
    }
    for await (const id of others()) this.#protect([id]);
    return this.#blobs.removeOrphans();
  }

  /** What becomes of the versions of a key when `arriving` is on top of them. */
  #displace(
    bucket: BucketRecord,
    arriving: VersionRecord,
    current: ObjectRecord | undefined,
  ): { readonly changes: readonly RecordChange[]; readonly removals: readonly ContentRemoval[] } {
    const replaced: AnyVersion[] = [];
    const changes: RecordChange[] = [];
    if (current) {
      if (current.versionId === arriving.versionId) replaced.push(current);
      else {
        changes.push(putVersion(bucket.name, current));
        this.#protect(this.contents.filesOf(current.content));
      }
    }
    if (bucket.versioning === 'Suspended') {
      const old = this.#noncurrent(bucket.name, arriving.key).find((version) => version.versionId === NULL_VERSION);
      if (old) {
        replaced.push(old);
        changes.push(deleteVersion(bucket.name, old));
      }
    }
    const removals = replaced.flatMap((version) =>
      version.deleteMarker ? [] : [this.contents.removal(version.content)],
    );
    return { changes: [...removals.flatMap((removal) => removal.changes), ...changes], removals };
  }

  /** A content that moves from one collection to another might slip past the search for orphans: it is no candidate any more. */
  #protect(files: Iterable<string>): void {
    if (this.#blobs.orphanCandidates.size === 0) return;
    for (const id of files) this.#blobs.orphanCandidates.delete(id);
  }

  async #commit(changes: readonly RecordChange[], removals: readonly ContentRemoval[]): Promise<void> {
    await this.#records.write(changes);
    for (const removal of removals) removal.afterwards();
  }

  #noncurrent(bucket: string, key: string, limit?: number): readonly AnyVersion[] {
    return this.versions.list({ prefix: objectKey(bucket, recordsOf(key)), limit }).map(({ value }) => value);
  }

  /** Higher than that of any version of the key, even if the clock was set back. */
  #nextSequence(bucket: BucketRecord, key: string, current: ObjectRecord | undefined): number {
    const hidden = bucket.versioning && !current ? this.#noncurrent(bucket.name, key, 1)[0] : undefined;
    const newest = (current ?? hidden)?.sequence ?? 0;
    this.#lastSequence = Math.max(this.#lastSequence + 1, newest + 1, this.#now() * 1000);
    return this.#lastSequence;
  }
}

export const objectKey = (bucket: string, key: string): string => `${bucket}/${key}`;

export function versionKey(bucket: string, { key, sequence }: Pick<VersionRecord, 'key' | 'sequence'>): string {
  const newestFirst = (Number.MAX_SAFE_INTEGER - sequence).toString().padStart(SEQUENCE_DIGITS, '0');
  return objectKey(bucket, recordsOf(key)) + newestFirst;
}

/** @throws NoSuchKey */
export function found<T>(object: T | undefined, key: string): T {
  if (!object) throw noSuchKey(key);
  return object;
}

const putCurrent = (bucket: string, value: ObjectRecord): RecordChange => ({
  type: 'put',
  collection: 's3.objects',
  key: objectKey(bucket, value.key),
  value,
});

const deleteCurrent = (bucket: string, key: string): RecordChange => ({
  type: 'delete',
  collection: 's3.objects',
  key: objectKey(bucket, key),
});

const putVersion = (bucket: string, value: AnyVersion): RecordChange => ({
  type: 'put',
  collection: 's3.versions',
  key: versionKey(bucket, value),
  value,
});

const deleteVersion = (bucket: string, value: AnyVersion): RecordChange => ({
  type: 'delete',
  collection: 's3.versions',
  key: versionKey(bucket, value),
});

/** All records of a collection, a page at a time, letting others run in between. */
export async function* paged<T>(collection: RecordCollection<T>): AsyncGenerator<{ key: string; value: T }> {
  let after: string | undefined;
  for (;;) {
    const page = collection.list({ after, limit: 500 });
    yield* page;
    if (page.length < 500) return;
    after = page.at(-1)!.key;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
