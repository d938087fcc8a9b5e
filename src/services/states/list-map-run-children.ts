/**
 * The children of a map run for ListExecutions. Standard children are executions like any other; of Express ones their map run knows those
 * that have ended, in the order of their items.
 */
import { childIdentity } from '../../map-run/child-identity.ts';
import type { ExecutionFilter, ExecutionRecord, Page } from '../../store/journal.ts';
import type { MapRunChild, MapRunRecord } from '../../store/map-run-journal.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export type ListChildren = (limit: number, after?: string) => Promise<Page<ExecutionRecord>>;

export function listMapRunChildren(
  { engine }: StatesDependencies,
  record: MapRunRecord,
  status: ExecutionFilter['status'],
): ListChildren {
  const { mapRunArn } = record;
  if (record.executionType === 'STANDARD') return (limit, after) => engine.list({ mapRunArn, status }, limit, after);
  return async (limit, after) => {
    const position = after === undefined ? -1 : Number(after);
    // One more than is shown tells whether there is another page.
    const found = (await ended(engine, mapRunArn, status, position, limit + 1)) ?? [];
    const items = found.slice(0, limit).map((child) => executionOf(record, child));
    return found.length > limit ? { items, next: String(found[limit - 1]!.index) } : { items };
  };
}

async function ended(
  { mapRuns }: StatesDependencies['engine'],
  mapRunArn: string,
  status: ExecutionFilter['status'],
  after: number,
  limit: number,
): Promise<readonly MapRunChild[] | undefined> {
  if (status === undefined) return mapRuns?.children(mapRunArn, after, limit);
  // Those that run are known by their numbers alone: AWS does not list Express executions either.
  return status === 'RUNNING' ? [] : mapRuns?.endedAs([status], mapRunArn, after, limit);
}

function executionOf({ mapRunArn, stateMachineArn }: MapRunRecord, child: MapRunChild): ExecutionRecord {
  const { name, executionArn } = childIdentity(mapRunArn, child.index, 'EXPRESS');
  const { status, startMs, stopMs, input = '{}' } = child;
  const base = { executionArn, stateMachineArn, mapRunArn, name, status, startMs, stopMs, input };
  return { ...base, type: 'EXPRESS', revisionId: '', redriveCount: 0 };
}
