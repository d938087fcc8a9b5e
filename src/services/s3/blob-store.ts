/**
 * Bytes in files, by random id. Knows nothing of buckets and keys.
 *
 * B1 A file appears under `data/` only whole and synced: it is written in `tmp/`, synced, renamed, and its folder is synced.
 * B2 A file never changes once it is there. Removing one that is being read waits until the last reader is done.
 * B3 Whatever is in `tmp/` at start is the remainder of a crash and goes.
 * B4 After an unclean stop, files that no record refers to are removed in the background; what this run writes is never a candidate.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteStream } from '../../gateway/operation.ts';
import { contentId } from './random-id.ts';

/** Small chunks are gathered up to this size before they go to the file. */
const WRITE_BUFFER_BYTES = 256 * 1024;
const READ_CHUNK_BYTES = 256 * 1024;

export interface BlobWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the file durable and gives its id. */
  finish(): Promise<string>;
  /** Forgets it; harmless after `finish` failed. */
  abandon(): Promise<void>;
}

export class BlobStore {
  readonly #root: string;
  readonly #isDurable: boolean;
  readonly #pins = new Map<string, number>();
  /** What to do once the last reader of an id is gone. */
  readonly #deferred = new Map<string, () => void>();
  readonly #shards = new Set<string>();
  readonly #removals = new Set<Promise<void>>();
  /** Files of earlier runs that no record was seen to own yet; empty but for the time after an unclean stop. */
  readonly orphanCandidates: Set<string>;

  /** Without a folder the bytes live in a temporary one, unsynced, until `close`. */
  constructor(dataDir: string | undefined) {
    this.#isDurable = dataDir !== undefined;
    this.#root = dataDir ?? mkdtempSync(join(tmpdir(), 'stepwell-s3-'));
    const wasLeftRunning = existsSync(this.#runningMark);
    rmSync(join(this.#root, 'tmp'), { recursive: true, force: true });
    mkdirSync(join(this.#root, 'tmp'), { recursive: true });
    mkdirSync(join(this.#root, 'data'), { recursive: true });
    this.orphanCandidates = new Set(wasLeftRunning ? this.#storedIds() : []);
    writeFileSync(this.#runningMark, '');
  }

  async create(): Promise<BlobWriter> {
    const id = contentId();
    const path = join(this.#root, 'tmp', id);
    const file = await open(path, 'wx');
    return new FileWriter(file, path, async () => {
      if (this.#isDurable) await file.sync();
      await file.close();
      await this.#prepareFolder(id);
      await rename(path, this.#path(id));
      await this.#syncFolder(id);
      return id;
    });
  }

  /** A second name for the same bytes: a copy that costs nothing where the file system has hard links. */
  async duplicate(sourceId: string): Promise<string> {
    const id = contentId();
    await this.#prepareFolder(id);
    try {
      await link(this.#path(sourceId), this.#path(id));
    } catch {
      const temporary = join(this.#root, 'tmp', id);
      await copyFile(this.#path(sourceId), temporary);
      if (this.#isDurable) {
        const file = await open(temporary, 'r+');
        await file.sync().finally(() => file.close());
      }
      await rename(temporary, this.#path(id));
    }
    await this.#syncFolder(id);
    return id;
  }

  /** Bytes `start` to `end`, the latter excluded. The caller holds a pin. */
  async *read(id: string, start: number, end: number): ByteStream & AsyncGenerator<Uint8Array> {
    const file = await open(this.#path(id), 'r');
    try {
      let at = start;
      while (at < end) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_CHUNK_BYTES, end - at));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
        if (bytesRead === 0) throw new Error(`data file ${id} ends at byte ${at}; ${end} bytes were recorded`);
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  /** Keeps an id from being removed until the returned function is called; calling it twice is harmless. */
  pin(id: string): () => void {
    this.#pins.set(id, (this.#pins.get(id) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = this.#pins.get(id)! - 1;
      if (left > 0) {
        this.#pins.set(id, left);
        return;
      }
      this.#pins.delete(id);
      const removal = this.#deferred.get(id);
      this.#deferred.delete(id);
      removal?.();
    };
  }

  /** Removes the files once nobody holds a pin on `pinId`. */
  discard(pinId: string, fileIds: readonly string[]): void {
    const removal = (): void => {
      for (const id of fileIds) this.#remove(id);
    };
    if (this.#pins.has(pinId)) this.#deferred.set(pinId, removal);
    else removal();
  }

  /** Removes the candidates that are left: call it when every record was seen. */
  removeOrphans(): number {
    const { size } = this.orphanCandidates;
    for (const id of this.orphanCandidates) this.#remove(id);
    this.orphanCandidates.clear();
    return size;
  }

  async close(): Promise<void> {
    for (const removal of this.#deferred.values()) removal();
    this.#deferred.clear();
    await Promise.all(this.#removals);
    // Orphans that were not looked for stay a matter for the next start.
    if (this.#isDurable && this.orphanCandidates.size === 0) rmSync(this.#runningMark, { force: true });
    if (!this.#isDurable) rmSync(this.#root, { recursive: true, force: true });
  }

  get #runningMark(): string {
    return join(this.#root, 'running');
  }

  #path(id: string): string {
    return join(this.#root, 'data', id.slice(0, 2), id);
  }

  #remove(id: string): void {
    // A file that cannot be removed now is an orphan for the next start; the object is gone either way.
    const removal = rm(this.#path(id), { force: true }).catch(() => {});
    this.#removals.add(removal);
    void removal.finally(() => this.#removals.delete(removal));
  }

  /** There are 256 folders, so that none grows too long; each is made when its first file comes. */
  async #prepareFolder(id: string): Promise<void> {
    const shard = id.slice(0, 2);
    if (this.#shards.has(shard)) return;
    await mkdir(join(this.#root, 'data', shard), { recursive: true });
    await this.#sync(join(this.#root, 'data'));
    this.#shards.add(shard);
  }

  #syncFolder(id: string): Promise<void> {
    return this.#sync(join(this.#root, 'data', id.slice(0, 2)));
  }

  async #sync(path: string): Promise<void> {
    if (!this.#isDurable) return;
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  }

  *#storedIds(): Iterable<string> {
    for (const shard of readdirSync(join(this.#root, 'data'))) yield* readdirSync(join(this.#root, 'data', shard));
  }
}

class FileWriter implements BlobWriter {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #commit: () => Promise<string>;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #isFinished = false;

  constructor(file: FileHandle, path: string, commit: () => Promise<string>) {
    this.#file = file;
    this.#path = path;
    this.#commit = commit;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes >= WRITE_BUFFER_BYTES) await this.#flush();
  }

  async finish(): Promise<string> {
    await this.#flush();
    const id = await this.#commit();
    this.#isFinished = true;
    return id;
  }

  async abandon(): Promise<void> {
    if (this.#isFinished) return;
    await this.#file.close().catch(() => {});
    await rm(this.#path, { force: true }).catch(() => {});
  }

  async #flush(): Promise<void> {
    const gathered = this.#gathered;
    let left = this.#gatheredBytes;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    if (left === 0) return;
    const { bytesWritten } = await this.#file.writev(gathered);
    left -= bytesWritten;
    // A short write is rare (a full disk, mostly): writing the rest alone brings out the reason.
    if (left > 0) await this.#file.writeFile(Buffer.concat(gathered).subarray(bytesWritten));
  }
}
