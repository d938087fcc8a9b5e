/**
 * One map run at work: items become children, as many at a time as may run; what they come to is journaled, then gathered or exported.
 *
 * R1 A child that has a row in the journal does not run again, except by a redrive. R2 Memory holds one chunk of items and the
 * children that run, and of those no more than fit, however many there are. R3 The end is durable before it is reported; a run whose end is known already only reports it.
 */

import type { Json } from '../asl/json.ts';
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { MapRunSettings } from '../interpreter/execution-state.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { MapRunChild, MapRunChildStatus, MapRunJournal, MapRunRecord } from '../store/map-run-journal.ts';
import { type ChildMachine, childIdentity, childMachine } from './child-identity.ts';
import { type ChildInput, childInputs } from './child-inputs.ts';
import { ChildTally } from './child-tally.ts';
import { collectResults } from './collect-results.ts';
import { itemReaderFailed, MapRunFailure } from './map-run-failure.ts';
import type { ChildRequest, MapRunChanges, MapRunDescription, MapRunHost, MapRunOrder } from './map-runs.ts';
import { type ItemChunk, readItems, stateItems } from './read-items.ts';
import { ResultLog } from './result-log.ts';
import { S3Objects } from './s3-objects.ts';
import { isExceeded, toleranceExceeded } from './tolerance.ts';
import { destinationOf, type PendingChild, writeResults } from './write-results.ts';

export interface MapRunOptions {
  readonly host: MapRunHost;
  readonly journal: MapRunJournal;
  readonly caller: AwsCaller;
  readonly random: () => number;
  readonly isClosed: () => boolean;
}

interface Running {
  readonly items: number;
  readonly bytes: number;
  readonly stop: () => void;
}

interface Failure {
  readonly error: string;
  readonly cause: string;
}

const STARTS_BETWEEN_BREATHS = 32;
const PAGE = 500;
/** Inputs of the children that run, as JSON: beyond it the author's concurrency has to wait for memory. */
const MAX_RUNNING_BYTES = 48 * 1_048_576;

export class MapRun {
  readonly mapRunArn: string;
  readonly redriveCount: number;
  readonly #order: MapRunOrder;
  readonly #options: MapRunOptions;
  readonly #settings: MapRunSettings;
  readonly #machine: ChildMachine;
  readonly #objects: S3Objects;
  readonly #abort = new AbortController();
  readonly #running = new Map<number, Running>();
  #runningBytes = 0;
  readonly #log: ResultLog;
  #tally = new ChildTally();
  #record: MapRunRecord;
  #itemsSeen = 0;
  #childrenSeen = 0;
  #hasReadAll = false;
  #failure: Failure | undefined;
  #isCancelled = false;
  #waiters: (() => void)[] = [];

  constructor(order: MapRunOrder, options: MapRunOptions) {
    const { command, parent } = order;
    this.mapRunArn = command.mapRunArn;
    this.redriveCount = command.redriveCount;
    this.#order = order;
    this.#options = options;
    this.#settings = command.settings;
    this.#machine = childMachine(command.mapRunArn, parent);
    const [, , , region = '', account = ''] = command.mapRunArn.split(':');
    this.#objects = new S3Objects(options.caller, { region, account, signal: this.#abort.signal });
    const { clock, logger } = options.host;
    const { mapRunArn } = this;
    this.#log = new ResultLog({ journal: options.journal, mapRunArn, clock, logger, isClosed: options.isClosed });
    this.#record = options.journal.get(mapRunArn) ?? openingRecord(order, this.#machine, clock.now());
  }

  get description(): MapRunDescription {
    let runningItems = 0;
    for (const { items } of this.#running.values()) runningItems += items;
    const items = this.#record.totals?.items ?? this.#knownItems() ?? this.#itemsSeen;
    const children = this.#record.totals?.children ?? this.#childrenSeen;
    return {
      record: this.#record,
      items: this.#tally.counts('items', runningItems, items),
      children: this.#tally.counts('children', this.#running.size, children),
    };
  }

  /** Resolves when the end was reported, or the server stops. */
  async run(): Promise<void> {
    await this.#open();
    if (this.#record.status === 'RUNNING') {
      await this.#runChildren();
      if (this.#options.isClosed()) return;
      await this.#finish();
    }
    if (!this.#isCancelled) await this.#report();
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#stopChildren();
  }

  /** Lets nothing new begin: the server stops. */
  close(): void {
    this.#abort.abort();
    this.#wake();
  }

  async update(changes: MapRunChanges): Promise<MapRunRecord> {
    await this.#put({ ...this.#record, ...changes });
    this.#checkTolerance();
    this.#wake();
    return this.#record;
  }

  async #open(): Promise<void> {
    const { journal, host } = this.#options;
    const known = journal.get(this.mapRunArn);
    if (known === undefined) await this.#put(this.#record);
    else if (known.redriveCount < this.redriveCount)
      await this.#put(redriven(known, this.redriveCount, host.clock.now()));
    this.#loadTally();
  }

  /** What ended before a redrive without success counts no more. */
  #loadTally(): void {
    const { redriveMs = 0 } = this.#record;
    for (let after = -1; ; ) {
      const page = this.#options.journal.outcomes(this.mapRunArn, after, 10_000);
      for (const { index, status, items, stopMs } of page) {
        if (status === 'SUCCEEDED' || stopMs >= redriveMs) this.#tally.ended(index, status, items);
        after = index;
      }
      if (page.length < 10_000) return;
    }
  }

  async #runChildren(): Promise<void> {
    try {
      const destination = destinationOf(this.#settings.resultWriter);
      if (destination) await this.#objects.requireBucket(destination.bucket);
      await this.#startChildren();
      this.#hasReadAll = true;
      this.#checkTolerance();
    } catch (error) {
      if (this.#options.isClosed()) return;
      this.#fail(failureOf(error, this.#options.host, this.mapRunArn));
    }
    while (this.#running.size > 0 && !this.#options.isClosed()) await this.#change();
    await this.#log.settled();
  }

  async #startChildren(): Promise<void> {
    let starts = 0;
    for await (const group of this.#inputs()) {
      for (const child of group) {
        if (this.#isStopping) break;
        if (this.#isFull || this.#log.isFull) await this.#room();
        if (this.#isStopping) break;
        this.#start(child);
        starts += 1;
        if (starts % STARTS_BETWEEN_BREATHS === 0) await this.#options.host.breathe();
      }
      if (this.#isCancelled || this.#options.isClosed()) return;
    }
  }

  get #isStopping(): boolean {
    return this.#failure !== undefined || this.#isCancelled || this.#options.isClosed();
  }

  get #maxConcurrency(): number {
    const { distributedMapConcurrency } = this.#options.host.limits;
    return Math.min(this.#record.maxConcurrency || Infinity, distributedMapConcurrency);
  }

  get #isFull(): boolean {
    return this.#running.size >= this.#maxConcurrency || this.#runningBytes >= MAX_RUNNING_BYTES;
  }

  async #room(): Promise<void> {
    while (!this.#isStopping) {
      if (this.#log.isFull) await this.#log.settled();
      else if (this.#isFull) await this.#change();
      else return;
    }
  }

  /** Inputs of the children that have not ended. */
  async *#inputs(): AsyncGenerator<readonly ChildInput[]> {
    const { host, random } = this.#options;
    this.#itemsSeen = 0;
    this.#childrenSeen = 0;
    const inputs = childInputs(this.#chunks(), {
      state: this.#order.state,
      command: this.#order.command,
      limits: host.limits,
      surroundings: () => ({ nowMs: host.clock.now(), random }),
      isDone: (index) => {
        this.#childrenSeen = index + 1;
        return this.#tally.hasEnded(index);
      },
      sawItems: (count) => {
        this.#itemsSeen += count;
      },
    });
    yield* inputs;
  }

  #chunks(): AsyncIterable<ItemChunk> | Iterable<ItemChunk> {
    const { items } = this.#order.command;
    const { itemReader } = this.#settings;
    if (!itemReader) return stateItems(items ?? []);
    return readItems(itemReader, { objects: this.#objects, identify: (tag) => this.#identify(tag) });
  }

  /** A map run goes on only over the very object that it began with. */
  async #identify(tag: string): Promise<void> {
    const known = this.#record.sourceTag;
    if (known === undefined) await this.#put({ ...this.#record, sourceTag: tag });
    else if (known !== tag) throw itemReaderFailed('The object was replaced after the map run had begun to read it.');
  }

  /** The number of items, where it is known before they are read. */
  #knownItems(): number | undefined {
    const { items } = this.#order.command;
    if (items === undefined) return undefined;
    return Array.isArray(items) ? items.length : Object.keys(items).length;
  }

  #start({ index, input, items, bytes }: ChildInput): void {
    const { executionType: type } = this.#settings;
    const { name, executionArn } = childIdentity(this.mapRunArn, index, type);
    const request: ChildRequest = {
      executionArn,
      executionName: name,
      stateMachineArn: this.#machine.arn,
      stateMachineName: this.#machine.name,
      mapRunArn: this.mapRunArn,
      revisionId: this.#order.revisionId,
      roleArn: this.#order.parent.roleArn,
      type,
      input,
    };
    const { host } = this.#options;
    const ended = (record: ExecutionRecord): void => this.#ended(index, items, record);
    this.#runningBytes += bytes;
    if (type === 'EXPRESS') this.#running.set(index, { items, bytes, stop: host.runExpress(request, ended) });
    else {
      const stop = (): void => void host.stop(executionArn).catch((error) => this.#warn('Cannot stop a child', error));
      this.#running.set(index, { items, bytes, stop });
      this.#runStandard(request).then(ended, (error) => this.#childLost(index, error));
    }
  }

  async #runStandard(request: ChildRequest): Promise<ExecutionRecord> {
    const { host } = this.#options;
    let record = await host.startStandard(request);
    const { redriveMs } = this.#record;
    const isEarlier = redriveMs !== undefined && (record.stopMs ?? Infinity) < redriveMs;
    if (isEarlier && record.status !== 'SUCCEEDED') record = (await host.redrive(request.executionArn)) ?? record;
    if (this.#isStopping && record.status === 'RUNNING') await host.stop(request.executionArn);
    return record.status === 'RUNNING' ? ((await host.awaitEnd(request.executionArn)) ?? record) : record;
  }

  /** Only a server that stops, or a disk that fails for good, loses a child. */
  #childLost(index: number, error: unknown): void {
    if (this.#options.isClosed()) return;
    this.#warn('A child of a map run was lost', error);
    this.#leave(index);
    const cause = error instanceof Error ? error.message : String(error);
    this.#fail({ error: 'States.Runtime', cause: `Internal error: ${cause}` });
  }

  #ended(index: number, items: number, record: ExecutionRecord): void {
    if (this.#options.isClosed()) return;
    this.#leave(index);
    const status = record.status as MapRunChildStatus;
    this.#tally.ended(index, status, items);
    this.#log.add(this.#childOf(index, items, status, record));
    if (status === 'FAILED' || status === 'TIMED_OUT') this.#checkTolerance();
    this.#wake();
  }

  #leave(index: number): void {
    this.#runningBytes -= this.#running.get(index)?.bytes ?? 0;
    this.#running.delete(index);
  }

  #childOf(index: number, items: number, status: MapRunChildStatus, record: ExecutionRecord): MapRunChild {
    const { resultWriter } = this.#settings;
    const isWhole = resultWriter !== undefined && (resultWriter.config['Transformation'] ?? 'NONE') === 'NONE';
    const { startMs, stopMs = startMs, input, output, error, cause } = record;
    return {
      index,
      status,
      items,
      startMs,
      stopMs,
      ...((isWhole || status !== 'SUCCEEDED') && { input }),
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
  }

  #checkTolerance(): void {
    const total = this.#hasReadAll ? this.#itemsSeen : this.#knownItems();
    if (isExceeded(this.#record, this.#tally.failedItems, total)) this.#fail(toleranceExceeded);
  }

  #fail(failure: Failure): void {
    if (this.#failure) return;
    this.#failure = failure;
    this.#stopChildren();
  }

  #stopChildren(): void {
    for (const { stop } of [...this.#running.values()]) stop();
    this.#wake();
  }

  async #finish(): Promise<void> {
    const { clock } = this.#options.host;
    const exported = this.#isCancelled ? undefined : await this.#export();
    const status = this.#isCancelled ? 'ABORTED' : this.#failure ? 'FAILED' : 'SUCCEEDED';
    const totals = { items: this.#knownItems() ?? this.#itemsSeen, children: this.#childrenSeen };
    await this.#put({
      ...this.#record,
      status,
      stopMs: clock.now(),
      totals,
      ...(exported && { manifest: exported, resultsWritten: totals.children }),
      ...(status === 'FAILED' && this.#failure),
    });
  }

  async #export(): Promise<MapRunRecord['manifest']> {
    const { resultWriter } = this.#settings;
    try {
      if (destinationOf(resultWriter)) {
        const isReadable = this.#failure?.error !== 'States.ItemReaderFailed';
        const pending = this.#failure && isReadable ? this.#pending() : nothing();
        return await writeResults(this.#objects, resultWriter!, this.#resultOf(), this.#children(), pending);
      }
      if (!this.#failure) this.#collect();
    } catch (error) {
      this.#failure ??= failureOf(error, this.#options.host, this.mapRunArn);
    }
    return undefined;
  }

  #collect(): Json {
    const { host } = this.#options;
    const options = { writer: this.#settings.resultWriter, maxBytes: host.limits.payloadBytes };
    return collectResults(this.#resultOf(), this.#children(), { ...options, stateName: this.#order.state.name });
  }

  async *#pending(): AsyncGenerator<PendingChild> {
    for await (const group of this.#inputs()) yield* group;
  }

  #resultOf() {
    return { record: this.#record, machine: this.#machine };
  }

  *#children(): Generator<MapRunChild> {
    for (let after = -1; ; ) {
      const page = this.#options.journal.children(this.mapRunArn, after, PAGE);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.index;
    }
  }

  async #report(): Promise<void> {
    const { command, parent } = this.#order;
    const { status, manifest, error = 'States.Runtime', cause } = this.#record;
    const of = { mapRunId: command.mapRunId, redriveCount: command.redriveCount };
    const { host } = this.#options;
    if (status !== 'SUCCEEDED') {
      const failure = { error, ...(cause !== undefined && { cause }) };
      await host.report(parent.executionArn, { type: 'MapRunFailed', ...of, ...failure });
      return;
    }
    const output: Json = manifest
      ? { MapRunArn: this.mapRunArn, ResultWriterDetails: { Bucket: manifest.bucket, Key: manifest.key } }
      : this.#collect();
    await host.report(parent.executionArn, { type: 'MapRunSucceeded', ...of, output });
  }

  async #put(record: MapRunRecord): Promise<void> {
    this.#record = record;
    await this.#options.journal.put(record);
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }

  #warn(message: string, error: unknown): void {
    this.#options.host.logger.warn(message, { mapRunArn: this.mapRunArn, error });
  }
}

async function* nothing(): AsyncGenerator<never> {}

function failureOf(error: unknown, host: MapRunHost, mapRunArn: string): Failure {
  if (error instanceof MapRunFailure) return { error: error.error, cause: error.message };
  host.logger.error('A map run met a bug in Stepwell and was failed', {
    mapRunArn,
    error,
    stack: error instanceof Error ? error.stack : undefined,
  });
  return {
    error: 'States.Runtime',
    cause: `Internal error: ${error instanceof Error ? error.message : String(error)}`,
  };
}

function openingRecord({ command, parent }: MapRunOrder, machine: ChildMachine, startMs: number): MapRunRecord {
  const { settings } = command;
  return {
    mapRunArn: command.mapRunArn,
    executionArn: parent.executionArn,
    stateMachineArn: machine.arn,
    executionType: settings.executionType,
    status: 'RUNNING',
    startMs,
    maxConcurrency: settings.maxConcurrency ?? 0,
    toleratedFailurePercentage: settings.toleratedFailurePercentage ?? 0,
    toleratedFailureCount: settings.toleratedFailureCount ?? 0,
    redriveCount: 0,
    resultsWritten: 0,
  };
}

/** What ended before `redriveMs` ended before the redrive, however the clock stood. */
function redriven(known: MapRunRecord, redriveCount: number, nowMs: number): MapRunRecord {
  const { stopMs = 0, error: _error, cause: _cause, manifest: _manifest, totals: _totals, ...kept } = known;
  return { ...kept, status: 'RUNNING', redriveCount, redriveMs: Math.max(nowMs, stopMs + 1), resultsWritten: 0 };
}
