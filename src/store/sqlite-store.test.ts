import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, test } from 'vitest';
import { EngineError } from '../runtime/engine-error.ts';
import { entry, first, journalContract, next, record } from './journal.contract.ts';
import { mapRunContract } from './map-run-journal.contract.ts';
import { recordsContract } from './records.contract.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

const opened: Store[] = [];
const directories: string[] = [];

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'stepwell-store-'));
  directories.push(path);
  return path;
}

function open(path = directory()): Store {
  const store = openSqliteStore(path);
  opened.push(store);
  return store;
}

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close().catch(() => undefined);
  for (const path of directories.splice(0)) rmSync(path, { recursive: true });
});

describe('the journal in SQLite', () => journalContract(() => open()));
describe('records in SQLite', () => recordsContract(() => open()));
describe('map runs in SQLite', () => mapRunContract(() => open()));

describe('a data directory', () => {
  test('opens for one store at a time, and says who has it', async () => {
    const path = directory();
    const store = open(path);
    expect(() => openSqliteStore(path)).toThrow(EngineError);
    expect(() => openSqliteStore(path)).toThrow(
      `The data directory ${path} is in use by another Stepwell server (process ${process.pid}).`,
    );
    await store.close();
    await open(path).close();
  });

  test('of a later version is refused, and left unlocked', async () => {
    const path = directory();
    await open(path).close();
    const database = new Database(join(path, 'stepwell.db'));
    database.exec('PRAGMA user_version = 999');
    database.close();
    expect(() => openSqliteStore(path)).toThrow(/has schema 999; this Stepwell knows schemas up to \d+/);
    expect(() => openSqliteStore(path)).toThrow(expect.objectContaining({ code: 'DataFromLaterVersion' }));
  });

  test('that cannot be made is an EngineError', () => {
    const path = join(directory(), 'file');
    writeFileSync(path, '');
    expect(() => openSqliteStore(join(path, 'below'))).toThrow(
      expect.objectContaining({ code: 'DataDirectoryUnusable' }),
    );
  });

  test('syncs each commit, and writes ahead', () => {
    const path = directory();
    open(path);
    const database = new Database(join(path, 'stepwell.db'));
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    database.close();
  });
});

describe('after a kill', () => {
  /** Opens a copy of the files as they are on disk now: what a killed process leaves behind. */
  async function afterKill(path: string): Promise<Store> {
    const copy = directory();
    const { copyFileSync, existsSync } = await import('node:fs');
    for (const file of ['stepwell.db', 'stepwell.db-wal']) {
      if (existsSync(join(path, file))) copyFileSync(join(path, file), join(copy, file));
    }
    return open(copy);
  }

  test('steps after the last checkpoint are found: chains, wake times and idleness', async () => {
    const path = directory();
    const { journal, records } = open(path);
    await journal.commit([first('a', {}, { wakeAtMs: 10 }), first('b'), first('c')]);
    await journal.open({}, 1);
    await journal.commit([next('a', 1, { wakeAtMs: 20, idle: true }), next('b', 1)]);
    await journal.commit([
      next('a', 2, { idle: true }),
      next('b', 2, { record: record('b', { status: 'SUCCEEDED' }) }),
    ]);
    await records.collection('x').put('k', 1);
    const survivor = await afterKill(path);
    expect((await survivor.journal.read('arn:execution:a'))!.history).toEqual([entry(1), entry(2), entry(3)]);
    expect((await survivor.journal.open({}, 9)).items).toEqual([
      { executionArn: 'arn:execution:a', wakeAtMs: 20, idle: true },
      { executionArn: 'arn:execution:c', wakeAtMs: null, idle: false },
    ]);
    expect((await survivor.journal.due(0, 99, 9)).items).toEqual([{ executionArn: 'arn:execution:a', wakeAtMs: 20 }]);
    await survivor.journal.commit([next('a', 3)]);
    expect((await survivor.journal.read('arn:execution:a'))!.length).toBe(4);
    expect(survivor.records.collection('x').get('k')).toBe(1);
  });
});

describe('one transaction for what is ready in one tick', () => {
  test('a failing write takes the whole group, and leaves no trace in memory', async () => {
    const path = directory();
    const { journal, records } = open(path);
    await journal.commit([first('a')]);
    const breaking = new Database(join(path, 'stepwell.db'));
    breaking.exec(
      `CREATE TRIGGER full BEFORE INSERT ON records WHEN new.key = 'bad' BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    );
    const group = [
      journal.commit([next('a', 1)]),
      journal.commit([first('b', { stateMachineArn: 'arn:machine:new' })]),
      records.collection('x').put('bad', 1),
      records.collection('x').put('good', 1),
    ];
    const results = await Promise.allSettled(group);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    expect((await journal.read('arn:execution:a'))!.length).toBe(1);
    expect(await journal.record('arn:execution:b')).toBeUndefined();
    expect(records.collection('x').get('good')).toBeUndefined();
    breaking.exec('DROP TRIGGER full');
    breaking.close();
    await journal.commit([next('a', 1)]);
    await journal.commit([first('b', { stateMachineArn: 'arn:machine:new' })]);
    expect((await journal.record('arn:execution:b'))!.stateMachineArn).toBe('arn:machine:new');
  });
});
