/** What an execution is doing, folded from its history events: a line to look at while it runs. Pure. */
import type { WireHistoryEvent } from './client.ts';

export interface MapProgress {
  readonly name: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

export interface ExecutionProgress {
  /** States entered and not left yet, with how many threads are in each. */
  readonly open: ReadonlyMap<string, number>;
  readonly maps: readonly MapProgress[];
  readonly events: number;
  readonly retries: number;
}

export const noProgress: ExecutionProgress = { open: new Map(), maps: [], events: 0, retries: 0 };

export function advance(progress: ExecutionProgress, events: readonly WireHistoryEvent[]): ExecutionProgress {
  const open = new Map(progress.open);
  const maps = [...progress.maps];
  for (const event of events) {
    if (event.type.endsWith('StateEntered')) count(open, nameOf(event, 'stateEnteredEventDetails'), 1);
    else if (event.type.endsWith('StateExited')) count(open, nameOf(event, 'stateExitedEventDetails'), -1);
    else if (event.type === 'MapStateStarted') {
      const total = Number((event['mapStateStartedEventDetails'] as { length?: number } | undefined)?.length ?? 0);
      maps.push({ name: lastOpen(open), total, done: 0, failed: 0 });
    } else if (event.type === 'MapIterationSucceeded' || event.type === 'MapIterationFailed') tick(maps, event);
  }
  return { open, maps, events: progress.events + events.length, retries: progress.retries };
}

function tick(maps: MapProgress[], event: WireHistoryEvent): void {
  const isFailure = event.type === 'MapIterationFailed';
  const name = nameOf(event, isFailure ? 'mapIterationFailedEventDetails' : 'mapIterationSucceededEventDetails');
  const index = maps.findLastIndex((map) => map.name === name && map.done + map.failed < map.total);
  const map = maps[index];
  if (map) maps[index] = isFailure ? { ...map, failed: map.failed + 1 } : { ...map, done: map.done + 1 };
}

function nameOf(event: WireHistoryEvent, member: string): string {
  return String((event[member] as { name?: string } | undefined)?.name ?? '');
}

function count(open: Map<string, number>, name: string, step: number): void {
  const next = (open.get(name) ?? 0) + step;
  if (next > 0) open.set(name, next);
  else open.delete(name);
}

function lastOpen(open: ReadonlyMap<string, number>): string {
  return [...open.keys()].at(-1) ?? '';
}

/** One line, at most `width` columns: `DrawNumbers 12/25 ▕████▏ · Draw ×5 · 3.2 s`. */
export function progressLine(
  progress: ExecutionProgress,
  elapsedMs: number,
  width: number,
  mapRuns: readonly string[] = [],
): string {
  const inline = progress.maps
    .filter((map) => map.done + map.failed < map.total)
    .slice(-2)
    .map(
      (map) =>
        `${map.name} ${bar((map.done + map.failed) / map.total)} ${map.done + map.failed}/${map.total}${map.failed ? ` (${map.failed} failed)` : ''}`,
    );
  // A distributed Map reports no iterations: its map run tells how far it is.
  const parts = mapRuns.length > 0 ? [...mapRuns.slice(-2)] : inline;
  const mapNames = new Set(progress.maps.map((map) => map.name));
  const states = [...progress.open].filter(([name]) => !mapNames.has(name)).slice(-3);
  parts.push(...states.map(([name, threads]) => (threads > 1 ? `${name} ×${threads}` : name)));
  parts.push(`${(elapsedMs / 1_000).toFixed(1)} s`);
  const line = parts.join(' · ');
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}

function bar(share: number, cells = 20): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return `▕${'█'.repeat(full)}${'░'.repeat(cells - full)}▏`;
}
