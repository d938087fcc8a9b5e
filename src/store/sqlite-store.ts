/**
 * The store on disk: one SQLite file in the data directory, held by one server at a time.
 *
 * It runs on the main thread: a worker was measured to cost a fifth of the throughput, and to gain milliseconds only at checkpoints. The
 * interface is asynchronous, so that a disk with slow syncs may still move it to one.
 */
import { lockDataDirectory } from './data-lock.ts';
import { NameTable } from './name-table.ts';
import { createDataDirectory, openSqliteDatabase } from './sqlite-database.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import { SqliteMapRuns } from './sqlite-map-runs.ts';
import { SqliteRecords } from './sqlite-records.ts';
import type { Store } from './store.ts';
import { WriteQueue } from './write-queue.ts';

/** @throws {EngineError} `DataDirectoryInUse`, `DataDirectoryUnusable`, `DataFromLaterVersion`. */
export function openSqliteStore(directory: string): Store {
  createDataDirectory(directory);
  const unlock = lockDataDirectory(directory);
  try {
    const database = openSqliteDatabase(directory);
    const queue = new WriteQueue(database);
    const journal = new SqliteJournal(database, queue, new NameTable(database, queue));
    const mapRuns = new SqliteMapRuns(database, queue);
    const records = new SqliteRecords(database, queue);
    return {
      journal,
      mapRuns,
      records,
      async close() {
        queue.close();
        await journal.close();
        database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
