/**
 * The children of a map run for ListExecutions and DescribeExecution. Standard children are executions like any other; of Express ones their
 * map run knows those that run and those that have ended, in the order of their items.
 */
import { stringifyJson } from '../../asl/exact-json.ts';
import { childIdentity } from '../../map-run/child-identity.ts';
import type { RunningChild } from '../../map-run/map-runs.ts';
import type { ExecutionFilter, ExecutionRecord, Page } from '../../store/journal.ts';
import type { MapRunChild, MapRunChildStatus, MapRunRecord } from '../../store/map-run-journal.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export type ListChildren = (limit: number, after?: string) => Promise<Page<ExecutionRecord>>;

type Child = MapRunChild | RunningChild;

export function listMapRunChildren(
  { engine }: Pick<StatesDependencies, 'engine'>,
  record: MapRunRecord,
  status: ExecutionFilter['status'],
): ListChildren {
  const { mapRunArn } = record;
  if (record.executionType === 'STANDARD') return (limit, after) => engine.list({ mapRunArn, status }, limit, after);
  return async (limit, after) => {
    const position = after === undefined ? -1 : Number(after);
    // One more than is shown tells whether there is another page.
    const found = await expressChildren(engine, mapRunArn, status, position, limit + 1);
    const items = found.slice(0, limit).map((child) => expressChildRecord(record, child));
    return found.length > limit ? { items, next: String(found[limit - 1]!.index) } : { items };
  };
}

async function expressChildren(
  { mapRuns }: StatesDependencies['engine'],
  mapRunArn: string,
  status: ExecutionFilter['status'],
  after: number,
  limit: number,
): Promise<readonly Child[]> {
  if (!mapRuns) return [];
  const running = mapRuns.running(mapRunArn).filter(({ index }) => index > after);
  if (status === 'RUNNING') return running.slice(0, limit);
  // A child that is run again has a row of its earlier end.
  const isRunning = new Set(running.map(({ index }) => index));
  if (status === undefined) {
    const ended = mapRuns.children(mapRunArn, after, limit).filter(({ index }) => !isRunning.has(index));
    return [...ended, ...running].sort((a, b) => a.index - b.index).slice(0, limit);
  }
  const found: MapRunChild[] = [];
  for (let position = after; ; ) {
    const page = await mapRuns.endedAs([status as MapRunChildStatus], mapRunArn, position, limit);
    found.push(...page.filter(({ index }) => !isRunning.has(index)));
    if (page.length < limit || found.length >= limit) return found.slice(0, limit);
    position = page.at(-1)!.index;
  }
}

/** As if it were in the journal of executions. What it was given is not kept for ever: see `MapRunChild.input`. */
export function expressChildRecord({ mapRunArn, stateMachineArn }: MapRunRecord, child: Child): ExecutionRecord {
  const identity = childIdentity(mapRunArn, child.index, 'EXPRESS');
  const base = { ...identity, stateMachineArn, mapRunArn, type: 'EXPRESS' as const, revisionId: '', redriveCount: 0 };
  if (child.status === 'RUNNING') {
    return { ...base, status: 'RUNNING', startMs: child.startMs, input: stringifyJson(child.input) };
  }
  const { status, startMs, stopMs, output, error, cause } = child;
  return { ...base, status, startMs, stopMs, output, error, cause, input: child.input ?? '' };
}
