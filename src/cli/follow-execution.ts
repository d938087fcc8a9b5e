/** Follows an execution to its end and reports it: progress while it runs, then status, output or error, and duration. */
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import type { Client, WireExecution } from './client.ts';
import { advance, noProgress, progressLine } from './execution-progress.ts';
import { FollowedMapRuns } from './follow-map-runs.ts';
import {
  counted,
  doneOf,
  failedOf,
  nameOfMapRun,
  overallRate,
  pendingOf,
  type WireMapRun,
} from './map-run-progress.ts';
import { type Output, seconds, terminalWidth } from './output.ts';

/** Exit codes by outcome: scripts can tell them apart. */
export const EXIT_CODES: Readonly<Record<WireExecution['status'], number>> = {
  SUCCEEDED: 0,
  FAILED: 1,
  TIMED_OUT: 3,
  ABORTED: 4,
  RUNNING: 5,
};

export interface FollowedExecution extends WireExecution {
  /** Present if the execution had any, in the order in which they began. */
  readonly mapRuns?: readonly WireMapRun[];
}

const REDRAW_MS = 100;
/** Where no terminal shows a line that changes, a line is printed now and then. */
const NOTE_MS = 5_000;

export async function followExecution(
  client: Client,
  executionArn: string,
  output: Output,
  signal?: AbortSignal,
): Promise<FollowedExecution> {
  let startedMs = Date.now();
  let notedMs = startedMs;
  let progress = noProgress;
  let ended: WireExecution | undefined;
  const mapRuns = new FollowedMapRuns(client);
  const draw = (): void => {
    const nowMs = Date.now();
    const line = progressLine(progress, nowMs - startedMs, terminalWidth(), mapRuns.lines);
    output.progress(line);
    if (output.hasProgress || mapRuns.lines.length === 0 || nowMs - notedMs < NOTE_MS) return;
    notedMs = nowMs;
    output.note(line);
  };
  const redraw = setInterval(draw, REDRAW_MS);
  mapRuns.start();
  try {
    for await (const change of client.watch(executionArn, signal)) {
      progress = advance(progress, change.events);
      mapRuns.take(change.events);
      for (const { type, timestamp } of change.events) {
        if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') startedMs = timestamp * 1_000;
      }
      if (change.execution && change.execution.status !== 'RUNNING') {
        ended = change.execution;
        break;
      }
    }
    ended ??= await client.states<WireExecution>('DescribeExecution', { executionArn });
    const runs = await mapRuns.final();
    return { ...ended, ...(runs.length > 0 && { mapRuns: runs }) };
  } finally {
    mapRuns.stop();
    clearInterval(redraw);
    output.clearProgress();
  }
}

/** Follows and reports; Ctrl-C leaves the execution running. Resolves with the exit code. */
export async function followInForeground(client: Client, executionArn: string, output: Output): Promise<number> {
  const detach = new AbortController();
  process.once('SIGINT', () => detach.abort());
  try {
    const execution = await followExecution(client, executionArn, output, detach.signal);
    reportExecution(execution, output);
    return EXIT_CODES[execution.status];
  } catch (error) {
    if (!detach.signal.aborted) throw error;
    output.note(`Still running; follow it with: stepwell watch ${executionArn}`);
    return EXIT_CODES.RUNNING;
  }
}

export function reportExecution(execution: FollowedExecution, output: Output): void {
  output.data(execution);
  for (const run of execution.mapRuns ?? []) output.note(mapRunSummary(run));
  const duration =
    execution.stopDate === undefined ? '' : ` in ${seconds((execution.stopDate - execution.startDate) * 1_000)}`;
  output.note(`${execution.status}${duration}  ${execution.executionArn}`);
  if (execution.output !== undefined) output.print(pretty(execution.output));
  if (execution.error !== undefined) output.note(`Error: ${execution.error}`);
  if (execution.cause !== undefined) output.note(`Cause: ${pretty(execution.cause)}`);
  if (execution.mapRuns?.some(({ itemCounts }) => failedOf(itemCounts) > 0)) {
    const arns = execution.mapRuns
      .filter(({ itemCounts }) => failedOf(itemCounts) > 0)
      .map(({ mapRunArn }) => mapRunArn);
    output.note(`What failed: ${arns.map((arn) => `stepwell map-runs ${arn}`).join('; ')}`);
  }
}

function mapRunSummary(run: WireMapRun): string {
  const { itemCounts: items, status } = run;
  const parts = [`${counted(doneOf(items))} of ${counted(items.total)} items done`];
  if (failedOf(items) > 0) parts.push(`${counted(failedOf(items))} failed`);
  if (pendingOf(items) > 0) parts.push(`${counted(pendingOf(items))} never begun`);
  const rate = overallRate(run, Date.now() / 1_000);
  if (rate !== undefined) parts.push(`${counted(rate)} items/s`);
  return `Map run ${nameOfMapRun(run.mapRunArn)}: ${status}, ${parts.join(', ')}`;
}

function pretty(text: string): string {
  try {
    return stringifyJson(parseExactJson(text), 2);
  } catch {
    return text;
  }
}
