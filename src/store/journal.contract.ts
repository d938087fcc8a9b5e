/** What every journal promises; each store's own test runs it. */
import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { ExecutionFilter, ExecutionRecord, Journal, StepCommit } from './journal.ts';
import { InvalidPageToken, JournalConflict } from './journal.ts';
import type { Store } from './store.ts';

export function record(name: string, changes: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    executionArn: `arn:execution:${name}`,
    stateMachineArn: 'arn:machine:m',
    name,
    type: 'STANDARD',
    revisionId: 'revision-1',
    status: 'RUNNING',
    startMs: 1_700_000_000_000,
    input: '{"n":1}',
    redriveCount: 0,
    ...changes,
  };
}

export function entry(id: number, note = 'x'): JournalEvent {
  return {
    event: { id, previousEventId: id - 1, timestamp: 1_700_000_000_000 + id, type: 'PassStateEntered' },
    envelope: { note },
  };
}

export function first(
  name: string,
  changes: Partial<ExecutionRecord> = {},
  rest: Partial<StepCommit> = {},
): StepCommit {
  const executionArn = `arn:execution:${name}`;
  return { executionArn, expectedLength: 0, history: [entry(1)], record: record(name, changes), ...rest };
}

export function next(name: string, expectedLength: number, rest: Partial<StepCommit> = {}): StepCommit {
  return { executionArn: `arn:execution:${name}`, expectedLength, history: [entry(expectedLength + 1)], ...rest };
}

async function names(journal: Journal, filter: ExecutionFilter, limit = 2): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await journal.list(filter, limit, after);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map((item) => item.name));
    after = page.next;
  } while (after !== undefined);
  return found;
}

export function journalContract(open: () => Store): void {
  const journal = (): Journal => open().journal;

  describe('commit and read', () => {
    test('steps come back in order, with the length and the latest record', async () => {
      const j = journal();
      await j.commit([first('a')]);
      await j.commit([next('a', 1)]);
      const ended = record('a', { status: 'FAILED', stopMs: 5, error: 'E', cause: 'C', output: undefined });
      await j.commit([next('a', 2, { record: ended })]);
      const stored = await j.read('arn:execution:a');
      expect(stored!.history).toEqual([entry(1), entry(2), entry(3)]);
      expect(stored!.length).toBe(3);
      expect(stored!.record).toEqual(JSON.parse(JSON.stringify(ended)));
      expect(await j.record('arn:execution:a')).toEqual(stored!.record);
    });

    test('an unknown execution is undefined', async () => {
      expect(await journal().read('arn:execution:none')).toBeUndefined();
      expect(await journal().record('arn:execution:none')).toBeUndefined();
    });

    test.each<[string, StepCommit]>([
      ['a second first commit', first('a')],
      ['a commit behind the chain', next('a', 1)],
      ['a commit beyond the chain', next('a', 3)],
      ['a commit to an unknown execution', next('unknown', 1)],
    ])('%s conflicts, and nothing of its group is written', async (_name, stale) => {
      const j = journal();
      await j.commit([first('a')]);
      await j.commit([next('a', 1)]);
      await expect(j.commit([first('b'), stale])).rejects.toMatchObject({
        constructor: JournalConflict,
        executionArn: stale.executionArn,
      });
      expect(await j.record('arn:execution:b')).toBeUndefined();
      expect((await j.read('arn:execution:a'))!.length).toBe(2);
    });

    test('commits of one tick: one conflict leaves the others alone', async () => {
      const j = journal();
      const results = await Promise.allSettled([
        j.commit([first('a')]),
        j.commit([first('a')]),
        j.commit([next('a', 1)]),
        j.commit([first('b')]),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      expect((await j.read('arn:execution:a'))!.history).toEqual([entry(1), entry(2)]);
    });

    test('an execution that ended keeps its place: its name cannot start again', async () => {
      const j = journal();
      await j.commit([first('a', { status: 'SUCCEEDED', stopMs: 9, output: '1' })]);
      await expect(j.commit([first('a')])).rejects.toBeInstanceOf(JournalConflict);
      const both = await Promise.allSettled([j.commit([first('b', { status: 'SUCCEEDED' })]), j.commit([first('b')])]);
      expect(both.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    });

    test('a removed execution is gone everywhere, and its name is free', async () => {
      const j = journal();
      await j.commit([first('a', { type: 'EXPRESS' }, { wakeAtMs: 7 })]);
      await j.commit([next('a', 1)]);
      await j.commit([next('a', 2, { history: [], remove: true })]);
      expect(await j.read('arn:execution:a')).toBeUndefined();
      expect(await names(j, {})).toEqual([]);
      expect((await j.open({}, 9)).items).toEqual([]);
      expect((await j.due(0, 99, 9)).items).toEqual([]);
      await j.commit([first('a')]);
      expect((await j.read('arn:execution:a'))!.length).toBe(1);
    });

    test('a step may be empty of history', async () => {
      const j = journal();
      await j.commit([first('a'), next('a', 1, { history: [] })]);
      expect((await j.read('arn:execution:a'))!).toMatchObject({ length: 2, history: [entry(1)] });
    });
  });

  describe('list', () => {
    test.each<[string, ExecutionFilter, string]>([
      ['all', {}, 'g f e d c b a'],
      ['a machine', { stateMachineArn: 'arn:machine:n' }, 'g e c'],
      ['a machine and a status', { stateMachineArn: 'arn:machine:n', status: 'RUNNING' }, 'g c'],
      ['running', { status: 'RUNNING' }, 'g c a'],
      ['failed', { status: 'FAILED' }, 'e b'],
      ['succeeded', { status: 'SUCCEEDED' }, 'f d'],
      ['a version', { stateMachineVersionArn: 'v1' }, 'd c'],
      ['an alias', { stateMachineAliasArn: 'live', status: 'SUCCEEDED' }, 'f'],
      ['a map run', { mapRunArn: 'run' }, 'b a'],
      ['a machine nobody runs', { stateMachineArn: 'arn:machine:none' }, ''],
    ])('%s, newest first, page by page', async (_name, filter, expected) => {
      const j = journal();
      const n = { stateMachineArn: 'arn:machine:n' };
      for (const commit of [
        first('a', { mapRunArn: 'run' }),
        first('b', { status: 'FAILED', mapRunArn: 'run' }),
        first('c', { ...n, stateMachineVersionArn: 'v1' }),
        first('d', { status: 'SUCCEEDED', stateMachineVersionArn: 'v1' }),
        first('e', { ...n }),
        first('f', { status: 'SUCCEEDED', stateMachineAliasArn: 'live' }),
        first('g', { ...n }),
      ]) {
        await j.commit([commit]);
      }
      await j.commit([next('e', 1, { record: record('e', { ...n, status: 'FAILED' }) })]);
      for (const limit of [1, 2, 10]) expect((await names(j, filter, limit)).join(' ')).toBe(expected);
    });

    test.each(['nonsense', '', 'WyJhIl0', 'WzEsMl0'])('a foreign page token is refused: %j', async (token) => {
      await expect(journal().list({}, 10, token)).rejects.toBeInstanceOf(InvalidPageToken);
    });
  });

  describe('recovery and timers', () => {
    test('open executions page by page, with idleness and wake time as of their last step', async () => {
      const j = journal();
      await j.commit([first('a', {}, { wakeAtMs: 50, idle: true }), first('b'), first('c', { status: 'SUCCEEDED' })]);
      await j.commit([first('d'), next('b', 1, { idle: true, wakeAtMs: 70 }), next('a', 1)]);
      const open = await j.open({}, 2);
      expect(open.items).toEqual([
        { executionArn: 'arn:execution:a', wakeAtMs: 50, idle: false },
        { executionArn: 'arn:execution:b', wakeAtMs: 70, idle: true },
      ]);
      const rest = await j.open({}, 2, open.next);
      expect(rest).toEqual({ items: [{ executionArn: 'arn:execution:d', wakeAtMs: null, idle: false }] });
      const busy = await j.open({ idle: false }, 9);
      expect(busy.items.map((item) => item.executionArn)).toEqual(['arn:execution:a', 'arn:execution:d']);
    });

    test('due: from inclusive, before exclusive, earliest first, page by page; ended ones are not', async () => {
      const j = journal();
      const wakes: [string, number | null][] = [
        ['a', 30],
        ['b', 10],
        ['c', 20],
        ['d', 20],
        ['e', null],
        ['f', 40],
      ];
      for (const [name, wakeAtMs] of wakes) await j.commit([first(name, {}, { wakeAtMs })]);
      await j.commit([first('g', { status: 'ABORTED' }, { wakeAtMs: null })]);
      await j.commit([next('a', 1, { wakeAtMs: 15 })]);
      await j.commit([next('b', 1, { wakeAtMs: null })]);
      const page = await j.due(15, 40, 2);
      expect(page.items).toEqual([
        { executionArn: 'arn:execution:a', wakeAtMs: 15 },
        { executionArn: 'arn:execution:c', wakeAtMs: 20 },
      ]);
      const rest = await j.due(15, 40, 2, page.next);
      expect(rest).toEqual({ items: [{ executionArn: 'arn:execution:d', wakeAtMs: 20 }] });
      expect((await j.due(16, 41, 9)).items.map((item) => item.wakeAtMs)).toEqual([20, 20, 40]);
    });

    test('an execution that ended is not due, whatever its last wake time was', async () => {
      const j = journal();
      await j.commit([first('a', {}, { wakeAtMs: 10 })]);
      await j.commit([next('a', 1, { record: record('a', { status: 'SUCCEEDED' }) })]);
      expect((await j.due(0, 99, 9)).items).toEqual([]);
    });
  });
}
