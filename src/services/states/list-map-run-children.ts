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
    const items: ExecutionRecord[] = [];
    let position = after === undefined ? -1 : Number(after);
    for (;;) {
      const page = engine.mapRuns?.children(mapRunArn, position, limit) ?? [];
      for (const child of page) {
        if (items.length === limit) return { items, next: String(position) };
        if (status === undefined || child.status === status) items.push(executionOf(record, child));
        position = child.index;
      }
      if (page.length < limit) return { items };
    }
  };
}

function executionOf({ mapRunArn, stateMachineArn }: MapRunRecord, child: MapRunChild): ExecutionRecord {
  const { name, executionArn } = childIdentity(mapRunArn, child.index, 'EXPRESS');
  const { status, startMs, stopMs, input = '{}' } = child;
  const base = { executionArn, stateMachineArn, mapRunArn, name, status, startMs, stopMs, input };
  return { ...base, type: 'EXPRESS', revisionId: '', redriveCount: 0 };
}
