/**
 * Packages of functions on disk, each unpacked in a folder named after the SHA-256 of its archive.
 *
 * C1 A folder appears whole and synced: it is built in `tmp/` and renamed. C2 It never changes once it is there, so processes of an old
 * revision keep their code. C3 A package is not removed between its upload and the record that refers to it. C4 What is in `tmp/` at the start is the remainder of a crash and goes.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ByteStream } from '../../gateway/operation.ts';
import { invalidParameter } from './lambda-errors.ts';
import { unpackArchive } from './unpack-archive.ts';

export interface StoredCode {
  readonly codeId: string;
  /** Of the archive. */
  readonly codeBytes: number;
}

/** AWS bounds what is unpacked; an archive larger than that cannot hold less. */
const MAX_ARCHIVE_BYTES = 262_144_000;

export class CodeStore {
  readonly #root: string;
  readonly #isDurable: boolean;
  readonly #pins = new Map<string, number>();

  /** Without a folder, packages live in a temporary one until `close`. */
  constructor(folder: string | undefined) {
    this.#isDurable = folder !== undefined;
    // Handlers are told this path, and have another working directory.
    this.#root = folder === undefined ? mkdtempSync(join(tmpdir(), 'stepwell-lambda-')) : resolve(folder);
    rmSync(this.#temporary(), { recursive: true, force: true });
    mkdirSync(this.#temporary(), { recursive: true });
  }

  /** The folder that handlers run in. */
  taskFolder(codeId: string): string {
    return join(this.#root, codeId, 'task');
  }

  /** The archive as it was uploaded; `undefined` for an unknown package. */
  archive(codeId: string): { readonly bytes: number; read(): ByteStream } | undefined {
    if (!/^[0-9a-f]{64}$/.test(codeId)) return undefined;
    const path = join(this.#root, codeId, 'code.zip');
    if (!existsSync(path)) return undefined;
    return { bytes: statSync(path).size, read: () => createReadStream(path) };
  }

  /**
   * Puts the package on disk, unpacked, and then does what makes it referred to.
   * @throws {ApiError} InvalidParameterValueException if the package is not one.
   */
  async put<T>(source: Uint8Array | ByteStream, refer: (stored: StoredCode) => Promise<T>): Promise<T> {
    const work = this.#temporary(randomUUID());
    await mkdir(join(work, 'task'), { recursive: true });
    // Node looks upward for a package.json: that of whoever keeps the data directory must not say how handlers are loaded.
    await writeFile(join(work, 'package.json'), '{}');
    let pinned: string | undefined;
    try {
      const stored = await this.#writeArchive(source, join(work, 'code.zip'));
      pinned = stored.codeId;
      this.#pin(pinned, 1);
      if (!existsSync(join(this.#root, stored.codeId))) {
        await unpackArchive(join(work, 'code.zip'), join(work, 'task'), this.#isDurable);
        await this.#publish(work, join(this.#root, stored.codeId));
      }
      return await refer(stored);
    } finally {
      if (pinned !== undefined) this.#pin(pinned, -1);
      await rm(work, { recursive: true, force: true });
    }
  }

  /** Removes packages that nobody refers to: of `candidates`, or of all. */
  async prune(referred: ReadonlySet<string>, candidates: readonly string[] = readdirSync(this.#root)): Promise<void> {
    for (const name of candidates) {
      if (name === 'tmp' || referred.has(name) || this.#pins.has(name) || !existsSync(join(this.#root, name))) continue;
      const doomed = this.#temporary(randomUUID());
      // At once after the check: an upload of the same package that begins now must not find it.
      renameSync(join(this.#root, name), doomed);
      await rm(doomed, { recursive: true, force: true });
    }
  }

  #pin(codeId: string, change: 1 | -1): void {
    const count = (this.#pins.get(codeId) ?? 0) + change;
    if (count === 0) this.#pins.delete(codeId);
    else this.#pins.set(codeId, count);
  }

  close(): void {
    if (!this.#isDurable) rmSync(this.#root, { recursive: true, force: true });
  }

  async #writeArchive(source: Uint8Array | ByteStream, path: string): Promise<StoredCode> {
    const hash = createHash('sha256');
    let codeBytes = 0;
    const file = await open(path, 'wx');
    try {
      for await (const chunk of source instanceof Uint8Array ? [source] : source) {
        codeBytes += chunk.length;
        if (codeBytes > MAX_ARCHIVE_BYTES) {
          throw invalidParameter(`Unzipped size must be smaller than ${MAX_ARCHIVE_BYTES} bytes`);
        }
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      if (this.#isDurable) await file.sync();
    } finally {
      await file.close();
    }
    return { codeId: hash.digest('hex'), codeBytes };
  }

  async #publish(work: string, target: string): Promise<void> {
    if (this.#isDurable) await syncFolders(work);
    try {
      await rename(work, target);
    } catch (error) {
      // Another upload of the same package was quicker.
      if (!existsSync(target)) throw error;
    }
    if (this.#isDurable) await syncFolder(this.#root);
  }

  #temporary(name = ''): string {
    return join(this.#root, 'tmp', name);
  }
}

async function syncFolders(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name));
  }
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
