/**
 * Unpacks a function's package into a folder.
 *
 * U1 Nothing is written outside the folder: absolute names, `..` and symbolic links refuse the whole package. U2 The unpacked size and the
 * number of entries are bounded by what is really written, not by what the archive says. U3 Executable stays executable; all else is plain.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { invalidParameter } from './lambda-errors.ts';

export const MAX_UNPACKED_BYTES = 262_144_000;
const MAX_ENTRIES = 100_000;
const FILE_TYPE = 0o170_000;
const SYMBOLIC_LINK = 0o120_000;

/** @throws {ApiError} InvalidParameterValueException if the package cannot or must not be unpacked. */
export async function unpackArchive(archivePath: string, folder: string, sync: boolean): Promise<void> {
  const archive = await openPromise(archivePath, { autoClose: false }).catch(refuse);
  try {
    if (archive.entryCount === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
    if (archive.entryCount > MAX_ENTRIES) {
      throw invalidParameter(`A package may have at most ${MAX_ENTRIES} entries; this one has ${archive.entryCount}.`);
    }
    await unpackEntries(archive, folder, sync);
  } finally {
    archive.close();
  }
}

type Archive = Awaited<ReturnType<typeof openPromise>>;

async function unpackEntries(archive: Archive, folder: string, sync: boolean): Promise<void> {
  let written = 0;
  const entries = archive.eachEntry();
  for (;;) {
    const next = await entries.next().catch(refuse);
    if (next.done) return;
    const entry = next.value;
    if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) {
      throw invalidParameter(`The package holds a symbolic link, which is not allowed: ${entry.fileName}`);
    }
    written += entry.uncompressedSize;
    if (written > MAX_UNPACKED_BYTES) {
      throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNPACKED_BYTES} bytes`);
    }
    await unpackEntry(archive, entry, join(folder, entry.fileName), sync).catch(refuse);
  }
}

/** The stream itself fails if an entry is longer than it said. */
async function unpackEntry(archive: Archive, entry: Entry, path: string, sync: boolean): Promise<void> {
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const isExecutable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
  const source = await archive.openReadStreamPromise(entry);
  await pipeline(source, createWriteStream(path, { mode: isExecutable ? 0o755 : 0o644, flush: sync }));
}

function refuse(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  // A full or failing disk is ours, not the package's.
  if (code === 'ENOSPC' || code === 'EIO' || code === 'EMFILE' || code === 'EROFS') throw error;
  throw invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
}
