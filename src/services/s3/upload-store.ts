/**
 * Multipart uploads in progress: the upload, and its parts as they arrive.
 *
 * U1 A part counts once its record is durable; a later part of the same number replaces it. U2 Completing and aborting an upload and
 * storing a part of it happen one at a time, so a part either belongs to the object or is discarded.
 */
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import type { ContentRemoval, NewContent } from './content-store.ts';
import { type ObjectStore, objectKey, paged } from './object-store.ts';
import { recordsOf } from './record-keys.ts';
import { noSuchUpload } from './s3-errors.ts';
import type { PartRecord, UploadRecord } from './s3-records.ts';

export interface Ending {
  readonly changes: readonly RecordChange[];
  readonly removals: readonly ContentRemoval[];
}

export class UploadStore {
  readonly uploads: RecordCollection<UploadRecord>;
  readonly #parts: RecordCollection<PartRecord>;
  readonly #store: ObjectStore;

  constructor(records: Records, store: ObjectStore) {
    this.uploads = records.collection('s3.uploads');
    this.#parts = records.collection('s3.parts');
    this.#store = store;
  }

  async create(bucket: string, upload: UploadRecord): Promise<void> {
    await this.#store.locks.forKey(bucket, upload.key, async () => {
      this.#store.bucket(bucket);
      await this.uploads.put(uploadKey(bucket, upload.key, upload.uploadId), upload);
    });
  }

  /** @throws NoSuchUpload */
  upload(bucket: string, key: string, uploadId: string): UploadRecord {
    const upload = this.uploads.get(uploadKey(bucket, key, uploadId));
    if (!upload) throw noSuchUpload(uploadId);
    return upload;
  }

  part(uploadId: string, partNumber: number): PartRecord | undefined {
    return this.#parts.get(partKey(uploadId, partNumber));
  }

  /** In order of their numbers, after `after`. */
  parts(uploadId: string, after = 0, limit?: number): readonly PartRecord[] {
    const rows = this.#parts.list({ prefix: `${uploadId}/`, after: partKey(uploadId, after), limit });
    return rows.map(({ value }) => value);
  }

  /** If this rejects, the content was discarded. */
  async putPart(bucket: string, key: string, uploadId: string, part: PartRecord, content: NewContent): Promise<void> {
    try {
      await this.exclusively(uploadId, async () => {
        this.upload(bucket, key, uploadId);
        const replaced = this.part(uploadId, part.partNumber);
        const removals = replaced ? [this.#store.contents.removal(replaced.content)] : [];
        await this.#store.commit(
          [
            ...removals.flatMap((removal) => removal.changes),
            ...content.changes,
            { type: 'put', collection: 's3.parts', key: partKey(uploadId, part.partNumber), value: part },
          ],
          removals,
        );
      });
    } catch (error) {
      this.#store.contents.discardUncommitted(content);
      throw error;
    }
  }

  /** The changes that end an upload, and what to remove of the parts that `isKept` does not claim for the object. */
  ending(bucket: string, key: string, uploadId: string, isKept: (part: PartRecord) => boolean): Ending {
    const changes: RecordChange[] = [
      { type: 'delete', collection: 's3.uploads', key: uploadKey(bucket, key, uploadId) },
    ];
    const removals: ContentRemoval[] = [];
    for (const part of this.parts(uploadId)) {
      changes.push({ type: 'delete', collection: 's3.parts', key: partKey(uploadId, part.partNumber) });
      if (isKept(part)) continue;
      const removal = this.#store.contents.removal(part.content);
      changes.push(...removal.changes);
      removals.push(removal);
    }
    return { changes, removals };
  }

  async abort(bucket: string, key: string, uploadId: string): Promise<void> {
    await this.exclusively(uploadId, async () => {
      this.upload(bucket, key, uploadId);
      const { changes, removals } = this.ending(bucket, key, uploadId, () => false);
      await this.#store.commit(changes, removals);
    });
  }

  /** Alone among the changes to one upload. */
  exclusively<T>(uploadId: string, change: () => Promise<T>): Promise<T> {
    return this.#store.locks.forUpload(uploadId, change);
  }

  /** What ends all uploads of a bucket that goes away: S3 lets them not hinder it. */
  endingAll(bucket: string): Ending {
    const endings = this.uploads
      .list({ prefix: `${bucket}/` })
      .map(({ value }) => this.ending(bucket, value.key, value.uploadId, () => false));
    return {
      changes: endings.flatMap((ending) => ending.changes),
      removals: endings.flatMap((ending) => ending.removals),
    };
  }

  /** In order of key and age; prefix and position are in the words of `record-keys.ts`. */
  listed(
    bucket: string,
    prefix: string,
    after: string,
    limit: number,
  ): readonly { key: string; value: UploadRecord }[] {
    return this.uploads.list({ prefix: objectKey(bucket, prefix), after: objectKey(bucket, after), limit });
  }

  async *files(): AsyncGenerator<string> {
    for await (const { value } of paged(this.#parts)) yield* this.#store.contents.filesOf(value.content);
  }
}

export const uploadKey = (bucket: string, key: string, uploadId: string): string =>
  objectKey(bucket, recordsOf(key)) + uploadId;

const partKey = (uploadId: string, partNumber: number): string =>
  `${uploadId}/${partNumber.toString().padStart(5, '0')}`;
