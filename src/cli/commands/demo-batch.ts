/**
 * One batch of the demo: a file is dropped, as anybody would drop it, and followed to its end.
 *
 * 1. A batch that an earlier start left running is followed instead: nothing is begun twice. 2. Progress comes from the executions' own
 * history, as it becomes durable.
 */
import type { Engine, ExecutionChange } from '../../engine/engine.ts';
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import { CliError } from '../cli-error.ts';
import type { Client } from '../client.ts';
import { RateMeter } from '../map-run-progress.ts';
import { type Output, terminalWidth } from '../output.ts';
import { advanceChunk, advanceMain, type BatchProgress, batchLine, NOTHING_DONE, runOfChunk } from './demo-progress.ts';

const REDRAW_MS = 200;
const NOTE_MS = 2_000;
/** A function has to start for a dropped file to be noticed; that takes a second at most. */
const NOTICE_MS = 60_000;
/** A file that nobody takes up for so long is one that a batch left behind which failed. */
const STALE_MS = 10_000;

const machineArn = (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
const executionPrefix = (name: string): string => `arn:aws:states:us-east-1:000000000000:execution:${name}:`;

export interface DemoServer {
  readonly engine: Engine;
  readonly client: Client;
  readonly bucket: string;
}

/** The newest batch that runs, if any does. */
export async function runningBatch(engine: Engine): Promise<ExecutionRecord | undefined> {
  const { items } = await engine.list({ status: 'RUNNING', stateMachineArn: machineArn('batch') }, 1);
  return items[0];
}

/**
 * The batch of a file that an earlier start dropped and that nothing has taken up yet: its notification outlives the server. `undefined` when no
 * such file is there, or nothing comes of it.
 */
export async function awaitedBatch(
  { engine, client, bucket }: DemoServer,
  key: string,
  machine: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return whenStarted(engine, machine, { limitMs: STALE_MS, signal }, async (started) => {
    if (!(await client.hasObject(bucket, key))) return undefined;
    const running = await runningBatch(engine);
    return running?.executionArn ?? started.catch(() => undefined);
  });
}

/** Puts the file at its key and resolves with the ARN of the execution that the bucket's notification starts. */
export async function dropFile(
  { engine, client, bucket }: DemoServer,
  file: { readonly key: string; readonly bytes: Uint8Array },
  machine: string,
  signal: AbortSignal,
): Promise<string> {
  return whenStarted(engine, machine, { limitMs: NOTICE_MS, signal }, async (started) => {
    await client.putObject(bucket, file.key, file.bytes);
    return started;
  });
}

/** Does something while it is watched whether an execution of the machine starts; `started` is its ARN. */
async function whenStarted<T>(
  engine: Engine,
  machine: string,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
  act: (started: Promise<string>) => Promise<T>,
): Promise<T> {
  const { promise, resolve, reject } = deferred<string>();
  const stop = engine.watch(({ executionArn, events }) => {
    if (executionArn.startsWith(executionPrefix(machine)) && events[0]?.type === 'ExecutionStarted')
      resolve(executionArn);
  });
  const timer = setTimeout(() => {
    reject(new CliError(`No execution of ${machine} has started: stepwell logs tells what its functions say`));
  }, limitMs);
  const started = orAborted(promise, signal);
  started.catch(() => {});
  try {
    return await act(started);
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** Draws the progress of a chunked batch until it has ended, or nobody wants to see it any more. */
export async function followBatch(
  engine: Engine,
  executionArn: string,
  output: Output,
  signal: AbortSignal,
): Promise<ExecutionRecord> {
  const tally = new BatchTally(engine, executionArn);
  const { promise: ended, resolve } = deferred<ExecutionRecord>();
  const stop = engine.watch((change) => {
    tally.take(change);
    if (change.executionArn === executionArn && change.record && change.record.status !== 'RUNNING')
      resolve(change.record);
  });
  const stopDrawing = draw(() => tally.progress, output);
  try {
    await tally.catchUp();
    const record = await engine.describe(executionArn);
    return record && record.status !== 'RUNNING' ? record : await orAborted(ended, signal);
  } finally {
    stopDrawing();
    stop();
  }
}

/** Counts each event of the batch's executions once, whether it comes from what was there before or as news. */
class BatchTally {
  readonly #engine: Engine;
  readonly #executionArn: string;
  readonly #run: string;
  /** The newest event seen, by execution. */
  readonly #lastIds = new Map<string, number>();
  #early: ExecutionChange[] | undefined = [];
  #progress = NOTHING_DONE;

  constructor(engine: Engine, executionArn: string) {
    this.#engine = engine;
    this.#executionArn = executionArn;
    this.#run = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  }

  get progress(): BatchProgress {
    return this.#progress;
  }

  take(change: ExecutionChange): void {
    if (this.#early) {
      this.#early.push(change);
      return;
    }
    const { executionArn, events } = change;
    const isMain = executionArn === this.#executionArn;
    if (!isMain && !this.#lastIds.has(executionArn) && runOfChunk(events) !== this.#run) return;
    const lastId = this.#lastIds.get(executionArn) ?? 0;
    this.#count(
      executionArn,
      events.filter(({ id }) => id > lastId),
      'SEEN',
    );
  }

  /** What happened before: in the main execution, and in the chunks that have not ended. */
  async catchUp(): Promise<void> {
    const engine = this.#engine;
    const running = await engine.list({ status: 'RUNNING', stateMachineArn: machineArn('batch-chunk') }, 100);
    for (const { executionArn } of running.items) {
      const events = (await engine.history(executionArn)) ?? [];
      if (runOfChunk(events) === this.#run) this.#count(executionArn, events, 'SEEN');
    }
    this.#count(this.#executionArn, (await engine.history(this.#executionArn)) ?? [], 'UNSEEN');
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const change of early) this.take(change);
  }

  #count(executionArn: string, events: readonly HistoryEvent[], counting: 'SEEN' | 'UNSEEN'): void {
    const isMain = executionArn === this.#executionArn;
    this.#progress = isMain ? advanceMain(this.#progress, events, counting) : advanceChunk(this.#progress, events);
    this.#lastIds.set(executionArn, events.at(-1)?.id ?? this.#lastIds.get(executionArn) ?? 0);
  }
}

/** Draws until it is told to stop. Where there is no terminal, a line is printed at each stage and now and then. */
function draw(progress: () => BatchProgress, output: Output): () => void {
  const meter = new RateMeter();
  let noted = '';
  let notedMs = Date.now();
  const timer = setInterval(() => {
    const nowMs = Date.now();
    const { stage, rowsDone } = progress();
    if (rowsDone > 0) meter.add(rowsDone, nowMs);
    const line = batchLine(progress(), meter.perSecond, terminalWidth());
    output.progress(line);
    const moment = `${stage} ${rowsDone > 0}`;
    if (output.hasProgress || (moment === noted && nowMs - notedMs < NOTE_MS)) return;
    [noted, notedMs] = [moment, nowMs];
    output.note(line);
  }, REDRAW_MS);
  return () => {
    clearInterval(timer);
    output.clearProgress();
  };
}

/** What the promise comes to, unless the signal comes first. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
