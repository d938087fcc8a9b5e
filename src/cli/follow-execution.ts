/** Follows an execution to its end and reports it: progress while it runs, then status, output or error, and duration. */
import type { Client, WireExecution } from './client.ts';
import { advance, noProgress, progressLine } from './execution-progress.ts';
import { type Output, seconds, terminalWidth } from './output.ts';

/** Exit codes by outcome: scripts can tell them apart. */
export const EXIT_CODES: Readonly<Record<WireExecution['status'], number>> = {
  SUCCEEDED: 0,
  FAILED: 1,
  TIMED_OUT: 3,
  ABORTED: 4,
  RUNNING: 5,
};

const REDRAW_MS = 100;

export async function followExecution(
  client: Client,
  executionArn: string,
  output: Output,
  signal?: AbortSignal,
): Promise<WireExecution> {
  const startedMs = Date.now();
  let progress = noProgress;
  const draw = (): void => output.progress(progressLine(progress, Date.now() - startedMs, terminalWidth()));
  const redraw = setInterval(draw, REDRAW_MS);
  try {
    for await (const change of client.watch(executionArn, signal)) {
      progress = advance(progress, change.events);
      if (change.execution && change.execution.status !== 'RUNNING') return change.execution;
    }
  } finally {
    clearInterval(redraw);
    output.clearProgress();
  }
  return client.states<WireExecution>('DescribeExecution', { executionArn });
}

export function reportExecution(execution: WireExecution, output: Output): void {
  output.data(execution);
  const duration =
    execution.stopDate === undefined ? '' : ` in ${seconds((execution.stopDate - execution.startDate) * 1_000)}`;
  output.note(`${execution.status}${duration}  ${execution.executionArn}`);
  if (execution.output !== undefined) output.print(pretty(execution.output));
  if (execution.error !== undefined) output.note(`Error: ${execution.error}`);
  if (execution.cause !== undefined) output.note(`Cause: ${pretty(execution.cause)}`);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
