import { expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { OwnRequest } from '../../gateway/own-routes.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import { executionRoutes } from './executions.ts';

const record = (n: number, more: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  executionArn: `arn:${n}`,
  stateMachineArn: 'arn:machine',
  name: `run-${n}`,
  type: 'STANDARD',
  revisionId: 'r',
  status: 'SUCCEEDED',
  startMs: n * 1_000,
  stopMs: n * 1_000 + 500,
  input: '{}',
  redriveCount: 0,
  ...more,
});

/** Five hundred executions, a second apart; every other one is the child of a map run. */
const stored = Array.from({ length: 500 }, (_, i) => record(499 - i, i % 2 === 0 ? {} : { mapRunArn: 'arn:run' }));

async function list(query: string) {
  const reads: number[] = [];
  const engine = {
    list: async (_filter: unknown, size: number, after = '0') => {
      reads.push(size);
      const from = Number(after);
      const items = stored.slice(from, from + size);
      return { items, ...(from + size < stored.length && { next: String(from + size) }) };
    },
  } as unknown as Engine;
  const core = () => ({ engine, ending: new AbortController().signal, waits: async () => undefined });
  const route = executionRoutes(core).find(({ path }) => path === '/_stepwell/executions')!;
  const { status = 200, body } = await route.handler({ query: new URLSearchParams(query) } as OwnRequest);
  const answer = JSON.parse(body as string) as { executions?: { name: string }[]; next?: string; message?: string };
  return { status, names: answer.executions?.map(({ name }) => name) ?? [], next: answer.next, reads };
}

test('without a wish, a page is what the store has next', async () => {
  const { names, next } = await list('limit=3');
  expect(names).toEqual(['run-499', 'run-498', 'run-497']);
  expect((await list(`limit=3&after=${next}`)).names[0]).toBe('run-496');
});

test('all pages together hold what has the name, once each', async () => {
  const names: string[] = [];
  let next: string | undefined = '0';
  while (next !== undefined) {
    const page = await list(`limit=20&name=7&after=${next}`);
    expect(page.names.length).toBeLessThanOrEqual(20);
    names.push(...page.names);
    next = page.next;
  }
  expect(names).toEqual(stored.map(({ name }) => name).filter((name) => name.includes('7')));
});

test('times are of the start, and what is older is not looked for', async () => {
  const { names, next, reads } = await list('limit=1000&from=490&to=493');
  expect(names).toEqual(['run-492', 'run-491', 'run-490']);
  expect(next).toBeUndefined();
  expect(reads).toHaveLength(1);
});

test('children of map runs can be left out', async () => {
  const { names } = await list('limit=10&children=false');
  expect(names.slice(0, 3)).toEqual(['run-499', 'run-497', 'run-495']);
});

test.each(['limit=0', 'limit=1001', 'limit=x', 'status=DONE', 'from=yesterday'])('%s is refused', async (query) => {
  expect((await list(query)).status).toBe(400);
});
