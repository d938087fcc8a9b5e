/**
 * One handler process with its log: loads once, then serves one invocation at a time.
 *
 * W1 `serve` never rejects and always ends: by an answer, by the end of the process, or by the timeout, which kills it.
 * W2 A process that did not answer is never used again.
 */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../runtime/clock.ts';
import { exited, type ProcessEnd, timedOut, timeoutText } from './failures.ts';
import type { FunctionSpec, Invocation, InvocationResult } from './function-runner.ts';
import type { ChannelAnswer, HandlerChannel } from './handler-channel.ts';
import { type MemoryWatch, mebibytes, sample, type Watched } from './memory-watch.ts';
import type { ProcessLog } from './process-log.ts';

const MIB = 1024 * 1024;
/** AWS gives the loading of a handler ten seconds; a longer timeout of the function counts, too. */
const MIN_INIT_MS = 10_000;

export interface WarmProcessOptions {
  readonly spec: FunctionSpec;
  readonly channel: HandlerChannel;
  readonly log: ProcessLog;
  readonly clock: Clock;
  readonly memoryWatch: MemoryWatch;
  /** How the process was started, for messages about that. */
  readonly command: string;
}

/** Why a process never became ready, as a function of the invocation that has to hear it. */
export type InitFailure = (requestId: string) => {
  readonly payload: string;
  readonly errorType: string;
  readonly logText?: string;
};

export class WarmProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #options: WarmProcessOptions;
  readonly #startedAt = performance.now();
  #initMs: number | undefined;
  #isFirst = true;
  #peakBytes = 0;
  #isEnded = false;

  constructor(options: WarmProcessOptions) {
    this.#options = options;
    this.ended = options.channel.ended.then((end) => {
      this.#isEnded = true;
      return end;
    });
  }

  /** Never to be used again: it is gone, or about to be. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  kill(): void {
    this.#options.channel.kill();
  }

  /** Resolves with the reason if the handler will never be ready. */
  async init(): Promise<InitFailure | undefined> {
    const { channel, clock, spec, command } = this.#options;
    let isTimedOut = false;
    const cancel = clock.after(Math.max(MIN_INIT_MS, spec.timeoutMs), () => {
      isTimedOut = true;
      channel.kill();
    });
    const unwatch = this.#watch();
    const start = await channel.started;
    cancel();
    unwatch();
    if (start.type === 'Ready') {
      this.#initMs = performance.now() - this.#startedAt;
      return undefined;
    }
    channel.kill();
    if (isTimedOut) return (id) => this.#timeout(id);
    if (start.type === 'Ended') return (id) => described(exited(id, start.end, command));
    return (id) => described(start.payload.replace('"requestId": ""', `"requestId": "${id}"`));
  }

  /** Answers an invocation of which the loading failed: it has a log like any other. */
  refuse(invocation: Invocation, failure: InitFailure): InvocationResult {
    const { log, clock } = this.#options;
    const { payload, errorType, logText } = failure(invocation.requestId);
    log.platform(this.#startLine(invocation));
    if (logText !== undefined) log.platform(`${new Date(clock.now()).toISOString()} ${logText}`);
    return this.#result(invocation, performance.now() - this.#startedAt, payload, errorType, 'error');
  }

  /** `undefined`: the process ended before it took the invocation, which may be given to another. */
  async serve(invocation: Invocation): Promise<InvocationResult | undefined> {
    const { channel, clock, spec, log } = this.#options;
    const { requestId } = invocation;
    log.begin();
    let isTimedOut = false;
    const startLine = this.#startLine(invocation);
    const cancel = clock.after(spec.timeoutMs, () => {
      isTimedOut = true;
      channel.kill();
    });
    const unwatch = this.#watch();
    const startedAt = performance.now();
    log.platform(startLine);
    const answer = await channel.invoke({
      requestId,
      functionArn: invocation.invokedFunctionArn ?? spec.functionArn,
      deadlineMs: clock.now() + spec.timeoutMs,
      traceId: traceId(clock.now(), requestId),
      ...(invocation.clientContext === undefined ? {} : { clientContext: invocation.clientContext }),
      payload: invocation.payload,
    });
    const durationMs = performance.now() - startedAt;
    if (answer.type !== 'Answered') this.#isEnded = true;
    cancel();
    unwatch();
    if (isTimedOut && answer.type !== 'Answered') return this.#timedOutResult(invocation);
    if (answer.type === 'Undelivered') return undefined;
    // What the handler's own children printed is on other pipes: one turn of the loop reads what has arrived there.
    await new Promise(setImmediate);
    return this.#answered(invocation, answer, durationMs);
  }

  #answered(invocation: Invocation, answer: ChannelAnswer, durationMs: number): InvocationResult {
    if (answer.type === 'Answered') {
      return this.#result(invocation, durationMs, answer.payload, answer.isError ? '' : undefined);
    }
    const end = answer.type === 'Ended' ? answer.end : { code: null, signal: null };
    const payload = exited(invocation.requestId, end, this.#options.command);
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType: string; errorMessage: string };
    this.#options.log.platform(`${errorMessage}\n${errorType}`);
    return this.#result(invocation, durationMs, payload, errorType, 'error');
  }

  #timedOutResult(invocation: Invocation): InvocationResult {
    const { spec, log, clock } = this.#options;
    const { payload, errorType, logText } = this.#timeout(invocation.requestId);
    log.platform(`${new Date(clock.now()).toISOString()} ${logText}`);
    return this.#result(invocation, spec.timeoutMs, payload, errorType, 'timeout');
  }

  #timeout(requestId: string): ReturnType<InitFailure> {
    const { timeoutMs } = this.#options.spec;
    return {
      payload: timedOut(requestId, timeoutMs),
      errorType: 'Sandbox.Timedout',
      logText: `${requestId} ${timeoutText(timeoutMs)}`,
    };
  }

  #startLine({ requestId, spec }: Invocation): string {
    return `START RequestId: ${requestId} Version: ${spec.version}`;
  }

  /** `errorType` is absent on success and empty where the handler, not the platform, failed. */
  #result(
    invocation: Invocation,
    durationMs: number,
    payload: string,
    errorType: string | undefined,
    status?: 'error' | 'timeout',
  ): InvocationResult {
    const { spec, log } = this.#options;
    const { requestId } = invocation;
    const billedMs = Math.ceil(durationMs);
    const initMs = this.#initMs;
    const coldStart = this.#isFirst;
    this.#initMs = undefined;
    this.#isFirst = false;
    const maxMemoryMb = Math.min(spec.memoryMb, Math.max(1, mebibytes(this.#peakBytes)));
    const report = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs} ms`,
      `Memory Size: ${spec.memoryMb} MB`,
      `Max Memory Used: ${maxMemoryMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(status === undefined ? [] : [`Status: ${status}`]),
      ...(status === 'error' && errorType ? [`Error Type: ${errorType}`] : []),
    ].join('\t');
    return {
      payload,
      ...(errorType === undefined ? {} : { functionError: 'Unhandled' as const }),
      logTail: log.end([`END RequestId: ${requestId}`, `${report}\t`]),
      durationMs,
      billedMs,
      maxMemoryMb,
      coldStart,
    };
  }

  #watch(): () => void {
    const { channel, memoryWatch, spec } = this.#options;
    const { pid } = channel;
    if (pid === undefined) return () => {};
    const watched: Watched = {
      pid,
      limitBytes: spec.memoryMb * MIB,
      peakBytes: this.#peakBytes,
      onExceeded: () => channel.kill(),
    };
    memoryWatch.add(watched);
    return () => {
      memoryWatch.remove(watched);
      if (watched.peakBytes === 0) sample(watched);
      this.#peakBytes = Math.max(this.#peakBytes, watched.peakBytes);
    };
  }
}

function described(payload: string): ReturnType<InitFailure> {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown };
    return { payload, errorType: String(errorType), logText: String(errorMessage) };
  } catch {
    return { payload, errorType: 'Runtime.Unknown' };
  }
}

function traceId(nowMs: number, requestId: string): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0');
  const unique = requestId.replaceAll('-', '').padEnd(24, '0').slice(0, 24);
  return `Root=1-${seconds}-${unique};Parent=${unique.slice(0, 16)};Sampled=0`;
}
