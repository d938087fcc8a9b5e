/** How far a batch is, folded from the history of its executions, and the line that shows it. Pure. */
import type { JsonObject } from '../../asl/json.ts';
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import { counted } from '../map-run-progress.ts';

export interface BatchProgress {
  /** The main execution's newest state: `Split file`, `Process chunks`, `Merge parts` … */
  readonly stage: string;
  /** 0 until the file is split. */
  readonly chunks: number;
  readonly chunksDone: number;
  readonly rows: number;
  readonly rowsDone: number;
  readonly rejected: number;
}

export const NOTHING_DONE: BatchProgress = {
  stage: 'Waiting',
  chunks: 0,
  chunksDone: 0,
  rows: 0,
  rowsDone: 0,
  rejected: 0,
};

const CHUNKS_STATE = 'Process chunks';

/** `counting` chunks that ended unseen, before somebody looked: their rows are told by their results. */
export function advanceMain(
  progress: BatchProgress,
  events: readonly HistoryEvent[],
  counting: 'SEEN' | 'UNSEEN' = 'SEEN',
): BatchProgress {
  let next = progress;
  for (const event of events) {
    const entered = detail(event, 'stateEnteredEventDetails')?.['name'];
    const exited = detail(event, 'stateExitedEventDetails');
    if (typeof entered === 'string' && entered !== 'Process chunk') next = { ...next, stage: entered };
    if (exited?.['name'] === 'Split file') {
      const split = (exited['output'] as JsonObject)['split'] as { rows: number; chunks: readonly string[] };
      next = { ...next, rows: split.rows, chunks: split.chunks.length };
    }
    if (exited?.['name'] === 'Process chunk' && counting === 'UNSEEN') {
      const { rows, rejected } = exited['output'] as { rows: number; rejected: number };
      next = { ...next, rowsDone: next.rowsDone + rows, rejected: next.rejected + rejected };
    }
    if (isIteration(event, CHUNKS_STATE)) next = { ...next, chunksDone: next.chunksDone + 1 };
  }
  return next;
}

export function advanceChunk(progress: BatchProgress, events: readonly HistoryEvent[]): BatchProgress {
  let { rowsDone, rejected } = progress;
  for (const event of events) {
    if (isIteration(event, 'Process rows')) rowsDone += 1;
    const entered = event.type === 'TaskStateEntered' && detail(event, 'stateEnteredEventDetails')?.['name'];
    if (typeof entered === 'string' && entered.startsWith('Record ')) rejected += 1;
  }
  return { ...progress, rowsDone, rejected };
}

/** The run that an execution of the chunk machine works for, told by its first event. */
export function runOfChunk(events: readonly HistoryEvent[]): string | undefined {
  if (events[0]?.type !== 'ExecutionStarted') return undefined;
  const input = detail(events[0], 'executionStartedEventDetails')?.['input'] as
    | { chunk?: { run?: string } }
    | undefined;
  return input?.chunk?.run;
}

function isIteration(event: HistoryEvent, map: string): boolean {
  return event.type === 'MapIterationSucceeded' && detail(event, 'mapIterationSucceededEventDetails')?.['name'] === map;
}

function detail(event: HistoryEvent, member: string): { readonly [field: string]: unknown } | undefined {
  return event.details?.[member];
}

/** `Chunks 3/17 · rows ▕███░░░▏ 1,830/10,000 · 352 rows/s · 31 rejected · 23 s left`, at most `width` columns. */
export function batchLine(progress: BatchProgress, rate: number | undefined, width: number): string {
  const { stage, chunks, chunksDone, rows, rejected } = progress;
  if (chunks === 0 || stage !== CHUNKS_STATE) return clip(`${stage} …`, width);
  // A chunk that was tried again has counted its rows twice.
  const rowsDone = Math.min(rows, progress.rowsDone);
  const parts = [
    `Chunks ${chunksDone}/${chunks}`,
    `rows ${bar(rowsDone / rows)} ${counted(rowsDone)}/${counted(rows)}`,
    ...(rate === undefined ? [] : [`${counted(rate)} rows/s`]),
    `${counted(rejected)} rejected`,
    ...(rate === undefined ? [] : [`${timeLeft((rows - rowsDone) / rate)} left`]),
  ];
  return clip(parts.join(' · '), width);
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

function bar(share: number, cells = 20): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return `▕${'█'.repeat(full)}${'░'.repeat(cells - full)}▏`;
}

function clip(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
