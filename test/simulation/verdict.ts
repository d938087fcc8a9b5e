/** What may be seen of executions and map runs once everything is quiet: how they ended, and what must never show. */
import { fold } from '../../src/interpreter/evolve.ts';
import type { ExecutionRecord, StoredExecution } from '../../src/store/journal.ts';
import type { MapRunRecord } from '../../src/store/map-run-journal.ts';
import type { Store } from '../../src/store/store.ts';
import { SOURCE } from './map-run-machines.ts';

/** How an execution ended, apart from when. */
export interface Ending {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  /** Event types of the history, sorted. */
  readonly events: readonly string[];
  /** What a ResultWriter wrote. */
  readonly results?: readonly string[];
}

export function endingOf({ record, history }: StoredExecution, objects: ReadonlyMap<string, string>): Ending {
  // A callback may overtake the word that its request was submitted: that event alone may be missing.
  const isFixed = (type: string): boolean => type !== 'TaskSubmitted';
  const events = history
    .flatMap((entry) => (entry.event ? [entry.event.type] : []))
    .filter(isFixed)
    .sort();
  const { status, error } = record;
  return { status, output: withoutUuids(record.output), error, events, results: resultsOf(record, objects) };
}

/** What the ResultWriter wrote, byte for byte: the manifest without what chance named, and the files that it names. */
function resultsOf({ output }: ExecutionRecord, objects: ReadonlyMap<string, string>): readonly string[] | undefined {
  const key = output && /"Key":"([^"]+)"/.exec(output)?.[1];
  if (!key) return undefined;
  const manifest = objects.get(`${SOURCE.bucket}/${key}`) ?? '';
  const files = [...manifest.matchAll(/"Key":"([^"]+)"/g)].map(([, file]) => objects.get(`${SOURCE.bucket}/${file}`));
  return [withoutUuids(manifest)!, ...files.map(String)];
}

/** What chance named differs from run to run. */
function withoutUuids(text: string | undefined): string | undefined {
  return text?.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>');
}

/** What no history may show, whatever happened. */
export function historyFaults({ record, history }: StoredExecution): readonly string[] {
  const faults: string[] = [];
  const events = history.flatMap((entry) => (entry.event ? [entry.event] : []));
  const ends = events.filter(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type));
  if (ends.length !== record.redriveCount + 1 || events.at(-1) !== ends.at(-1))
    faults.push(`${ends.length} ends, the last event is ${events.at(-1)?.type}`);
  if (events.some(({ id }, index) => id !== index + 1)) faults.push('event ids have gaps');
  if (events.some(({ timestamp }, index) => index > 0 && timestamp < events[index - 1]!.timestamp))
    faults.push('time runs backwards');
  if (fold(history).status !== record.status)
    faults.push(`the fold says ${fold(history).status}, the record ${record.status}`);
  return faults;
}

/** A stop reaches the children by then, whatever has to be tried again. */
const STOP_MS = 3_000;

export interface Surroundings {
  readonly hasOtherWriters: boolean;
  readonly hasClockJumps: boolean;
}

/** Each item of a map run has ended once, its counts add up, and nothing of it is left behind. */
export async function mapRunFaults(
  { journal, mapRuns }: Pick<Store, 'journal' | 'mapRuns'>,
  { record }: StoredExecution,
  { hasOtherWriters, hasClockJumps }: Surroundings,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const run of mapRuns.ofExecution(record.executionArn)) {
    const children = (await journal.list({ mapRunArn: run.mapRunArn }, 1_000)).items;
    for (const { executionArn } of children) {
      const stored = (await journal.read(executionArn))!;
      if (stored.record.status === 'RUNNING') continue;
      faults.push(...historyFaults(stored).map((fault) => `child ${executionArn}: ${fault}`));
    }
    // Two processes that write one map run at a time are kept apart by the lock of the data directory, not by its journal.
    if (hasOtherWriters) continue;
    if (record.status === 'ABORTED' && !hasClockJumps) {
      const latestMs = (record.stopMs ?? 0) + STOP_MS;
      const late = mapRuns.children(run.mapRunArn, -1, 1_000).filter(({ startMs }) => startMs > latestMs);
      if (late.length > 0) faults.push(`${late.length} children began long after it was stopped`);
    }
    const running = children.filter(({ status }) => status === 'RUNNING');
    if (running.length > 0) faults.push(`${running.length} children are still running`);
    if (run.status === 'RUNNING') faults.push('its map run is still open');
    if (run.status === 'SUCCEEDED') faults.push(...countFaults(mapRuns, run, children.length));
  }
  return faults;
}

function countFaults(mapRuns: Store['mapRuns'], run: MapRunRecord, children: number): readonly string[] {
  const rows = mapRuns.outcomes(run.mapRunArn, -1, 1_000);
  const items = rows.reduce((sum, row) => sum + row.items, 0);
  const faults: string[] = [];
  if (rows.length !== run.totals?.children || items !== run.totals.items)
    faults.push(`${rows.length} rows of ${items} items, the record says ${JSON.stringify(run.totals)}`);
  if (run.executionType === 'STANDARD' && children !== rows.length)
    faults.push(`${children} children for ${rows.length} rows`);
  return faults;
}
