/**
 * The bytes of objects and parts, wherever they are: small ones in records (one group commit stores thousands), large ones in files,
 * those of multipart uploads in the files of their parts.
 *
 * C1 `receive` leaves either a complete, durable, verified content or nothing. C2 Bytes that are being read stay until they were read.
 */
import type { ByteStream } from '../../gateway/operation.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import type { BlobStore, BlobWriter } from './blob-store.ts';
import { orderedContentId } from './random-id.ts';
import type { ContentReference, Manifest } from './s3-records.ts';

/** Content up to this size lives in a record: a file of its own would cost two syncs and a folder entry. */
export const INLINE_MAX_BYTES = 16 * 1024;

/** Content that no record refers to yet. `changes` must be written together with the record that will. */
export interface NewContent {
  readonly reference: ContentReference;
  readonly changes: readonly RecordChange[];
  /** Of the content's bytes, those that lie in files. */
  readonly files: readonly string[];
}

/** Removal of a content: `changes` go with the removal of its record, `afterwards` once that is durable. */
export interface ContentRemoval {
  readonly changes: readonly RecordChange[];
  afterwards(): void;
}

export class ContentStore {
  readonly #inline: RecordCollection<string>;
  readonly #manifests: RecordCollection<Manifest>;
  readonly #blobs: BlobStore;

  constructor(records: Records, blobs: BlobStore) {
    this.#inline = records.collection('s3.inline');
    this.#manifests = records.collection('s3.manifests');
    this.#blobs = blobs;
  }

  /** Takes bytes until `finish`; at most `INLINE_MAX_BYTES` of them are ever held back. */
  receive(nowMs: number): ContentReceiver {
    return new ContentReceiver(this.#blobs, nowMs);
  }

  newManifest(nowMs: number, manifest: Manifest): NewContent {
    const id = orderedContentId(nowMs);
    return {
      reference: { type: 'parts', id, count: manifest.parts.length },
      changes: [{ type: 'put', collection: 's3.manifests', key: id, value: manifest }],
      files: manifest.parts.flatMap(({ content }) => (content.type === 'file' ? [content.id] : [])),
    };
  }

  manifest(reference: ContentReference): Manifest | undefined {
    return reference.type === 'parts' ? this.#manifests.get(reference.id) : undefined;
  }

  /** Bytes `start` to `end` (excluded). What is removed from now on stays readable until the stream ends or `signal` aborts. */
  open(reference: ContentReference, start: number, end: number, signal?: AbortSignal): ByteStream {
    if (reference.type === 'empty' || start >= end) return chunks([]);
    if (reference.type === 'inline') return chunks([this.#inlineBytes(reference.id).subarray(start, end)]);
    const unpin = this.#blobs.pin(reference.id);
    signal?.addEventListener('abort', unpin, { once: true });
    const source =
      reference.type === 'file'
        ? this.#blobs.read(reference.id, start, end)
        : this.#readParts(this.#slices(this.#manifest(reference.id), start, end));
    return pinned(source, () => {
      signal?.removeEventListener('abort', unpin);
      unpin();
    });
  }

  removal(reference: ContentReference): ContentRemoval {
    switch (reference.type) {
      case 'empty':
        return { changes: [], afterwards: () => {} };
      case 'inline':
        return { changes: [{ type: 'delete', collection: 's3.inline', key: reference.id }], afterwards: () => {} };
      case 'file':
        return { changes: [], afterwards: () => this.#blobs.discard(reference.id, [reference.id]) };
      case 'parts': {
        const contents = this.#manifest(reference.id).parts.map((part) => part.content);
        const inner = contents.flatMap((content) => this.removal(content).changes);
        const files = contents.flatMap((content) => (content.type === 'file' ? [content.id] : []));
        return {
          changes: [{ type: 'delete', collection: 's3.manifests', key: reference.id }, ...inner],
          afterwards: () => this.#blobs.discard(reference.id, files),
        };
      }
    }
  }

  /** A copy with bytes of its own; files are linked, not read. Meant for contents of whole objects. */
  async duplicate(reference: ContentReference, nowMs: number): Promise<NewContent> {
    switch (reference.type) {
      case 'empty':
        return { reference, changes: [], files: [] };
      case 'inline': {
        const id = orderedContentId(nowMs);
        return {
          reference: { type: 'inline', id },
          changes: [inlinePut(id, this.#inlineBytes(reference.id))],
          files: [],
        };
      }
      case 'file': {
        const unpin = this.#blobs.pin(reference.id);
        try {
          return inFile(await this.#blobs.duplicate(reference.id));
        } finally {
          unpin();
        }
      }
      case 'parts':
        throw new Error('a manifest is copied by reading it: the copy is one object without parts');
    }
  }

  /** Removes what a failed request had stored before it could be committed. */
  discardUncommitted(content: NewContent): void {
    if (content.reference.type === 'file') this.#blobs.discard(content.reference.id, [content.reference.id]);
  }

  *filesOf(reference: ContentReference): Iterable<string> {
    if (reference.type === 'file') yield reference.id;
    if (reference.type === 'parts') {
      for (const part of this.#manifests.get(reference.id)?.parts ?? []) yield* this.filesOf(part.content);
    }
  }

  /** Resolved before anything is awaited: a pin keeps files, but not the records of small parts. */
  #slices(manifest: Manifest, start: number, end: number): readonly Slice[] {
    const slices: Slice[] = [];
    let offset = 0;
    for (const { size, content } of manifest.parts) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, size);
      offset += size;
      if (from >= to) continue;
      if (content.type === 'file') slices.push({ id: content.id, from, to });
      if (content.type === 'inline') slices.push({ bytes: this.#inlineBytes(content.id).subarray(from, to) });
    }
    return slices;
  }

  async *#readParts(slices: readonly Slice[]): AsyncGenerator<Uint8Array> {
    for (const slice of slices) {
      if ('bytes' in slice) yield slice.bytes;
      else yield* this.#blobs.read(slice.id, slice.from, slice.to);
    }
  }

  #manifest(id: string): Manifest {
    const manifest = this.#manifests.get(id);
    if (!manifest) throw new Error(`manifest ${id} is missing from the store`);
    return manifest;
  }

  #inlineBytes(id: string): Buffer {
    const text = this.#inline.get(id);
    if (text === undefined) throw new Error(`content ${id} is missing from the store`);
    return Buffer.from(text, 'base64');
  }
}

type Slice = { readonly bytes: Uint8Array } | { readonly id: string; readonly from: number; readonly to: number };

export class ContentReceiver {
  readonly #blobs: BlobStore;
  readonly #nowMs: number;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #writer: BlobWriter | undefined;

  constructor(blobs: BlobStore, nowMs: number) {
    this.#blobs = blobs;
    this.#nowMs = nowMs;
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#writer) {
      await this.#writer.write(chunk);
      return;
    }
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes <= INLINE_MAX_BYTES) return;
    this.#writer = await this.#blobs.create();
    for (const held of this.#held) await this.#writer.write(held);
    this.#held = [];
  }

  async finish(): Promise<NewContent> {
    if (this.#writer) return inFile(await this.#writer.finish());
    if (this.#heldBytes === 0) return { reference: { type: 'empty' }, changes: [], files: [] };
    const id = orderedContentId(this.#nowMs);
    const bytes = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
    return { reference: { type: 'inline', id }, changes: [inlinePut(id, bytes)], files: [] };
  }

  async abandon(): Promise<void> {
    this.#held = [];
    await this.#writer?.abandon();
  }
}

const inFile = (id: string): NewContent => ({ reference: { type: 'file', id }, changes: [], files: [id] });

function inlinePut(id: string, bytes: Uint8Array): RecordChange {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return { type: 'put', collection: 's3.inline', key: id, value: text };
}

async function* chunks(list: readonly Uint8Array[]): ByteStream & AsyncGenerator<Uint8Array> {
  yield* list;
}

/** Calls `done` once, however the reading ends: also when it ends before it began, which a generator's `finally` would miss. */
function pinned(source: AsyncGenerator<Uint8Array>, done: () => void): ByteStream {
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      try {
        const step = await source.next();
        if (step.done) done();
        return step;
      } catch (error) {
        done();
        throw error;
      }
    },
    async return() {
      await source.return(undefined);
      done();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
