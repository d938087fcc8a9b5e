/** The children of a map run that run right now: started, counted, stopped; each reports its end once. */
import { stringifyJson } from '../asl/exact-json.ts';
import { EngineError } from '../runtime/engine-error.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import { type ChildMachine, childIdentity } from './child-identity.ts';
import type { ChildInput } from './child-inputs.ts';
import type { ChildRequest, MapRunHost, MapRunOrder, RunningChild } from './map-runs.ts';
import { untilDurable } from './until-durable.ts';

interface Running extends Pick<ChildInput, 'input' | 'items' | 'bytes'> {
  readonly startMs: number;
  readonly stop: () => void;
}

export interface RunningChildrenOptions {
  readonly host: MapRunHost;
  readonly order: MapRunOrder;
  readonly machine: ChildMachine;
  /** When the map run was redriven: what ended before without success is redriven, too. */
  readonly redriveMs: () => number | undefined;
  readonly isClosed: () => boolean;
  /** The run has come to an end that its children do not know of yet. */
  readonly isStopping: () => boolean;
  /** `input` gives the text of the child's input. */
  readonly ended: (index: number, items: number, record: ExecutionRecord, input: () => string) => void;
  /** Only a server that stops, or a disk that fails for good, loses a child. */
  readonly lost: (error: unknown) => void;
}

export class RunningChildren {
  readonly #options: RunningChildrenOptions;
  readonly #running = new Map<number, Running>();
  #bytes = 0;

  constructor(options: RunningChildrenOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Of their inputs, as JSON. */
  get bytes(): number {
    return this.#bytes;
  }

  get items(): number {
    let sum = 0;
    for (const { items } of this.#running.values()) sum += items;
    return sum;
  }

  /** By their places. */
  get all(): readonly RunningChild[] {
    return [...this.#running.keys()].sort((a, b) => a - b).map((index) => this.child(index)!);
  }

  child(index: number): RunningChild | undefined {
    const running = this.#running.get(index);
    if (!running) return undefined;
    const { items, startMs, input } = running;
    return { index, status: 'RUNNING', items, startMs, input };
  }

  start({ index, input, items, bytes }: ChildInput): void {
    const { host, order, machine } = this.#options;
    const { mapRunArn, settings } = order.command;
    const type = settings.executionType;
    const { name, executionArn } = childIdentity(mapRunArn, index, type);
    const request: ChildRequest = {
      executionArn,
      executionName: name,
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      mapRunArn,
      revisionId: order.revisionId,
      roleArn: order.parent.roleArn,
      ...(order.parent.mockTestCase !== undefined && { mockTestCase: order.parent.mockTestCase }),
      type,
      input,
    };
    const ended = (record: ExecutionRecord): void => {
      this.#leave(index);
      // Its own, if it wrote it down; an Express one leaves that to whoever needs it.
      this.#options.ended(index, items, record, () => record.input || stringifyJson(input));
    };
    this.#bytes += bytes;
    const running = { input, items, bytes, startMs: host.clock.now() };
    if (type === 'EXPRESS') {
      this.#running.set(index, { ...running, stop: host.runExpress(request, ended) });
      return;
    }
    this.#running.set(index, { ...running, stop: () => this.#stop(executionArn) });
    this.#runStandard(request).then(ended, (error) => {
      this.#leave(index);
      this.#options.lost(error);
    });
  }

  /** An Express child cannot be stopped, as at AWS: its time limit ends it. Where there is none, nothing else would. */
  stopThoseThatCanBe(): void {
    const { host, order } = this.#options;
    const hasTimeLimit = host.limits.expressDurationMs < Number.MAX_SAFE_INTEGER;
    if (order.command.settings.executionType === 'STANDARD' || !hasTimeLimit) this.stopAll();
  }

  stopAll(): void {
    for (const { stop } of [...this.#running.values()]) stop();
  }

  #stop(executionArn: string): void {
    void this.#insist(() => this.#options.host.stop(executionArn)).catch(() => {});
  }

  /** Each step may be done again: what a start, a redrive or a stop has done already is found done. */
  #runStandard(request: ChildRequest): Promise<ExecutionRecord> {
    const { host, redriveMs, isStopping } = this.#options;
    return this.#insist(async () => {
      const record = await host.startStandard(request);
      const { executionArn } = request;
      const redrivenMs = redriveMs();
      const isEarlier = redrivenMs !== undefined && (record.stopMs ?? Infinity) < redrivenMs;
      const isToRedrive = isEarlier && record.status !== 'SUCCEEDED';
      if (isToRedrive) await host.redrive(executionArn);
      else if (record.status !== 'RUNNING') return record;
      if (isStopping()) await host.stop(executionArn);
      return (await host.awaitEnd(executionArn)) ?? record;
    });
  }

  /** A disk that fails for a while costs time, not the run. */
  async #insist<T>(work: () => Promise<T>): Promise<T> {
    const { host, order, isClosed } = this.#options;
    const { mapRunArn } = order.command;
    const { clock, logger } = host;
    let done: { readonly value: T } | undefined;
    let lost: { readonly error: unknown } | undefined;
    const attempt = async (): Promise<void> => {
      try {
        done = { value: await work() };
      } catch (error) {
        // Only these come again however often one tries.
        if (!(error instanceof EngineError)) throw error;
        lost = { error };
      }
    };
    await untilDurable(attempt, { mapRunArn, clock, logger, isClosed });
    if (done) return done.value;
    throw lost?.error ?? new EngineError('EngineClosed', 'The server is stopping');
  }

  #leave(index: number): void {
    this.#bytes -= this.#running.get(index)?.bytes ?? 0;
    this.#running.delete(index);
  }
}
