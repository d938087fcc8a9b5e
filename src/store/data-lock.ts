/**
 * One server per data directory. The lock is an open transaction on a file of its own: the kernel lets go of it when the process dies,
 * however it dies, and the data file stays open to other readers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { EngineError } from '../runtime/engine-error.ts';

/** @throws {EngineError} `DataDirectoryInUse`. Returns the way to let go. */
export function lockDataDirectory(directory: string): () => void {
  const pidFile = join(directory, 'stepwell.pid');
  const database = new Database(join(directory, 'stepwell.lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new EngineError(
      'DataDirectoryInUse',
      `The data directory ${directory} is in use by another Stepwell server${owner(pidFile)}. Stop that server, or choose another directory with --data-dir.`,
      { cause: error },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function owner(pidFile: string): string {
  try {
    return ` (process ${readFileSync(pidFile, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
