/** Opens the data file: durable at each commit, migrated to this version's schema. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { EngineError } from '../runtime/engine-error.ts';
import { migrations } from './migrations.ts';

export type SqliteDatabase = Database.Database;
export type SqliteStatement = Database.Statement;

/** @throws {EngineError} `DataDirectoryUnusable`, `DataFromLaterVersion`. */
export function openSqliteDatabase(directory: string): SqliteDatabase {
  const database = new Database(join(directory, 'stepwell.db'));
  // WAL with FULL syncs the log at every commit; auto-checkpoint stays on, for a large log takes seconds to open.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000;');
  migrate(database, directory);
  return database;
}

export function createDataDirectory(directory: string): void {
  try {
    if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError('DataDirectoryUnusable', `Cannot create the data directory ${directory}: ${reason}`, {
      cause: error,
    });
  }
}

function migrate(database: SqliteDatabase, directory: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > migrations.length) {
    throw new EngineError(
      'DataFromLaterVersion',
      `The data in ${directory} has schema ${version}; this Stepwell knows schemas up to ${migrations.length}. Use the version that wrote it, or a later one.`,
    );
  }
  migrations.slice(version).forEach((sql, index) => {
    database.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${version + index + 1}; COMMIT;`);
  });
}
