/**
 * One map run at work: items become children, as many at a time as may run; what they come to is journaled, then gathered or exported.
 *
 * R1 A child that has a row in the journal does not run again, except by a redrive. R2 Memory holds one chunk of items and the children
 * that run, and of those no more than fit, however many there are. R3 The end is durable before it is reported; a run whose end is known
 * already only reports it.
 */
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { ActivationBody } from '../interpreter/step.ts';
import { EngineError } from '../runtime/engine-error.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type {
  MapRunChildStatus,
  MapRunJournal,
  MapRunOutcome,
  MapRunRecord,
  MapRunTotals,
} from '../store/map-run-journal.ts';
import { childMachine } from './child-identity.ts';
import { type ChildInput, childInputs } from './child-inputs.ts';
import { ChildTally } from './child-tally.ts';
import { itemReaderFailed, MapRunFailure } from './map-run-failure.ts';
import { openingRecord, redrivenRecord } from './map-run-record.ts';
import { MapRunResults } from './map-run-results.ts';
import { MapRunSource } from './map-run-source.ts';
import type {
  ChildRedrive,
  MapRunChanges,
  MapRunDescription,
  MapRunHost,
  MapRunOrder,
  RunningChild,
} from './map-runs.ts';
import type { OpenMapRuns, Place } from './open-map-runs.ts';
import { ResultLog } from './result-log.ts';
import { RunningChildren } from './running-children.ts';
import { isExceeded, toleranceExceeded } from './tolerance.ts';
import { untilDurable } from './until-durable.ts';
import type { PendingChild } from './write-results.ts';

export interface MapRunOptions {
  readonly host: MapRunHost;
  readonly journal: MapRunJournal;
  readonly caller: AwsCaller;
  readonly random: () => number;
  readonly places: OpenMapRuns;
  /** The server stops: nothing new begins, nothing more is concluded. */
  readonly isClosed: () => boolean;
  /** Not even what has ended can be written any more. */
  readonly isOver: () => boolean;
}

interface Failure {
  readonly error: string;
  readonly cause: string;
}

const STARTS_BETWEEN_BREATHS = 32;
const PAGE = 10_000;
/** Inputs of the children that run, as JSON: beyond it the author's concurrency has to wait for memory. */
const MAX_RUNNING_BYTES = 48 * 1_048_576;

export class MapRun {
  readonly mapRunArn: string;
  readonly redriveCount: number;
  readonly #order: MapRunOrder;
  readonly #options: MapRunOptions;
  readonly #source: MapRunSource;
  readonly #running: RunningChildren;
  readonly #results: MapRunResults;
  readonly #log: ResultLog;
  readonly #abort = new AbortController();
  readonly #tally = new ChildTally();
  #record: MapRunRecord;
  #itemsSeen = 0;
  #childrenSeen = 0;
  /** How many items there are, where that is known before all have been worked on. */
  #countedItems: number | undefined;
  #isCounting = false;
  #failure: Failure | undefined;
  #isCancelled = false;
  #place: Place | undefined;
  #hasBegun = false;
  #waiters: (() => void)[] = [];

  constructor(order: MapRunOrder, options: MapRunOptions) {
    const { command, parent } = order;
    const { host, journal } = options;
    const { clock, logger } = host;
    const { mapRunArn } = command;
    const machine = childMachine(mapRunArn, parent);
    this.mapRunArn = mapRunArn;
    this.redriveCount = command.redriveCount;
    this.#order = order;
    this.#options = options;
    this.#record = journal.get(mapRunArn) ?? openingRecord(order, machine, clock.now());
    this.#source = new MapRunSource(command, options.caller, this.#abort.signal, (tag) => this.#identify(tag));
    this.#results = new MapRunResults({
      order,
      machine,
      journal,
      objects: this.#source.objects,
      limits: host.limits,
      redriveOf: (executionArn) => this.#redriveOf(executionArn),
    });
    this.#log = new ResultLog({ journal, mapRunArn, clock, logger, isClosed: options.isOver });
    this.#running = new RunningChildren({
      host,
      order,
      machine,
      redriveMs: () => this.#record.redriveMs,
      isClosed: options.isClosed,
      isStopping: () => this.#isStopping,
      ended: (index, items, record, input) => this.#ended(index, items, record, input),
      lost: (error) => this.#childLost(error),
    });
  }

  /** Resolves once the ends of all children that ended before are durable. */
  written(): Promise<void> {
    return this.#log.written();
  }

  /** What is durable, if `written` was awaited. */
  get description(): MapRunDescription {
    const items = this.#knownItems ?? this.#record.totals?.items ?? this.#itemsSeen;
    const children = this.#record.totals?.children ?? this.#childrenSeen;
    return {
      record: this.#record,
      items: this.#tally.counts('items', this.#running.items, items),
      children: this.#tally.counts('children', this.#running.size, children),
    };
  }

  get running(): readonly RunningChild[] {
    return this.#running.all;
  }

  runningChild(index: number): RunningChild | undefined {
    return this.#running.child(index);
  }

  /** Resolves when the end was reported, or the server stops. */
  async run(): Promise<void> {
    await this.#open();
    if (this.#record.status === 'RUNNING') {
      const place = this.#options.places.take(this.mapRunArn);
      this.#place = place;
      try {
        await this.#turn(place);
        await this.#runChildren();
        if (this.#options.isClosed()) return;
        await this.#finish();
      } finally {
        place.leave();
      }
    }
    if (!this.#isCancelled) await this.#report();
  }

  /** Where too many are open, a map run waits before it reads its first item. */
  async #turn(place: Place): Promise<void> {
    if (this.#isCancelled || this.#options.isClosed()) place.leave();
    await place.granted;
  }

  /**
   * Nothing new begins; what has begun is stopped, or comes to its end if it is an Express child. Where results are exported, the rest is
   * read all the same: what never began is exported, too.
   */
  cancel(): void {
    this.#isCancelled = true;
    this.#running.stopThoseThatCanBe();
    // Who still waits for a place has nothing to stop.
    if (!this.#hasBegun) this.#place?.leave();
    this.#wake();
  }

  /** Lets nothing new begin: the server stops. */
  close(): void {
    this.#abort.abort();
    this.#place?.leave();
    this.#wake();
  }

  async update(changes: MapRunChanges): Promise<MapRunRecord> {
    // At once, so that a record written meanwhile has them, too.
    this.#record = { ...this.#record, ...changes };
    await this.#options.journal.put(this.#record);
    this.#checkTolerance();
    this.#wake();
    return this.#record;
  }

  async #open(): Promise<void> {
    const { journal, host } = this.#options;
    const known = journal.get(this.mapRunArn);
    if (known === undefined) await this.#put(this.#record);
    else if (known.redriveCount < this.redriveCount) {
      await this.#put(redrivenRecord(known, this.redriveCount, host.clock.now(), this.#latestStopMs()));
    }
    this.#loadTally();
  }

  /** `undefined`: no child has ended. */
  #latestStopMs(): number | undefined {
    let latest: number | undefined;
    for (const { stopMs } of this.#outcomes()) latest = Math.max(stopMs, latest ?? stopMs);
    return latest;
  }

  *#outcomes(): Generator<MapRunOutcome> {
    for (let after = -1; ; ) {
      const page = this.#options.journal.outcomes(this.mapRunArn, after, PAGE);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.index;
    }
  }

  /** What ended before a redrive without success counts no more. */
  #loadTally(): void {
    const { redriveMs = 0, hasReadAll, totals } = this.#record;
    if (hasReadAll) this.#countedItems = totals?.items;
    for (const { index, status, items, stopMs } of this.#outcomes()) {
      if (status === 'SUCCEEDED' || stopMs >= redriveMs) this.#tally.ended(index, status, items);
      else this.#tally.waitsForRedrive(index, items);
    }
  }

  async #runChildren(): Promise<void> {
    this.#hasBegun = true;
    if (this.#options.isClosed()) return;
    try {
      await this.#results.requireDestination();
      this.#checkTolerance();
      if (this.#isAllDone) return;
      if (await this.#startChildren()) await this.#hasReadAll();
    } catch (error) {
      if (this.#options.isClosed()) return;
      this.#fail(failureOf(error, this.#options.host, this.mapRunArn));
    }
    while (this.#running.size > 0 && !this.#options.isClosed()) await this.#change();
    await this.#log.written();
  }

  /** A crash came after the last child had ended: the items need not be read again. */
  get #isAllDone(): boolean {
    const { hasReadAll, totals } = this.#record;
    return hasReadAll === true && this.#tally.size === totals?.children;
  }

  async #hasReadAll(): Promise<void> {
    this.#countedItems = this.#itemsSeen;
    await this.#put({ ...this.#record, totals: this.#totals, hasReadAll: true });
    this.#checkTolerance();
  }

  get #totals(): MapRunTotals {
    return { items: this.#knownItems ?? this.#itemsSeen, children: this.#childrenSeen };
  }

  get #knownItems(): number | undefined {
    return this.#source.size ?? this.#countedItems;
  }

  /** After a failure the rest is read all the same: to know how much there is. Resolves with whether it was read to its end. */
  async #startChildren(): Promise<boolean> {
    let starts = 0;
    for await (const group of this.#inputs()) {
      for (const child of group) {
        if (!this.#isStopping && (this.#isFull || this.#log.isFull)) await this.#room();
        if (this.#isStopping) break;
        this.#tally.began(child.index, child.items);
        this.#running.start(child);
        starts += 1;
        if (starts % STARTS_BETWEEN_BREATHS === 0) await this.#options.host.breathe();
      }
      if (this.#options.isClosed() || (this.#isCancelled && !this.#results.isExported)) return false;
    }
    return true;
  }

  get #isStopping(): boolean {
    return this.#failure !== undefined || this.#isCancelled || this.#options.isClosed();
  }

  get #isFull(): boolean {
    const { distributedMapConcurrency } = this.#options.host.limits;
    const most = Math.min(this.#record.maxConcurrency || Infinity, distributedMapConcurrency);
    return this.#running.size >= most || this.#running.bytes >= MAX_RUNNING_BYTES;
  }

  async #room(): Promise<void> {
    this.#countAhead();
    while (!this.#isStopping) {
      if (this.#log.isFull) await this.#log.written();
      else if (this.#isFull) await this.#change();
      else return;
    }
  }

  /** Where reading waits for children, the items are counted beside it: for who looks at the progress, and for a tolerated share. */
  #countAhead(): void {
    if (this.#isCounting || this.#knownItems !== undefined || !this.#source.isCheapToCount) return;
    this.#isCounting = true;
    const { host } = this.#options;
    const counted = (count: number | undefined): void => {
      this.#countedItems ??= count;
      this.#checkTolerance();
    };
    this.#source
      .count(() => this.#isStopping, host.breathe)
      .then(counted, (error) => {
        // What cannot be read is found by the reader, too.
        if (!(error instanceof MapRunFailure) && !this.#options.isClosed()) this.#warn('Cannot count the items', error);
      });
  }

  /** Inputs of the children that have not ended. */
  #inputs(): AsyncGenerator<readonly ChildInput[]> {
    const { host, random } = this.#options;
    this.#itemsSeen = 0;
    this.#childrenSeen = 0;
    return childInputs(this.#source.chunks(), {
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
  }

  /** A map run goes on only over the very object that it began with. */
  async #identify(tag: string): Promise<void> {
    const known = this.#record.sourceTag;
    if (known === undefined) await this.#put({ ...this.#record, sourceTag: tag });
    else if (known !== tag) throw itemReaderFailed('The object was replaced after the map run had begun to read it.');
  }

  #ended(index: number, items: number, record: ExecutionRecord, input: () => string): void {
    if (this.#options.isClosed()) return;
    const status = record.status as MapRunChildStatus;
    this.#tally.ended(index, status, items);
    this.#log.add(this.#results.rowOf(index, items, record, input));
    if (status === 'FAILED' || status === 'TIMED_OUT') this.#checkTolerance();
    this.#wake();
  }

  #childLost(error: unknown): void {
    if (this.#options.isClosed()) return;
    this.#fail(failureOf(error, this.#options.host, this.mapRunArn));
  }

  #checkTolerance(): void {
    if (this.#record.status !== 'RUNNING') return;
    if (isExceeded(this.#record, this.#tally.failedItems, this.#knownItems)) this.#fail(toleranceExceeded);
  }

  #fail(failure: Failure): void {
    if (this.#failure) return;
    this.#failure = failure;
    // What a stop has left to its end is not cut short by a failure that no longer counts.
    if (!this.#isCancelled) this.#running.stopAll();
    this.#wake();
  }

  async #finish(): Promise<void> {
    const manifest = await this.#export();
    const status = this.#isCancelled ? 'ABORTED' : this.#failure ? 'FAILED' : 'SUCCEEDED';
    const totals = this.#record.hasReadAll ? this.#record.totals! : this.#totals;
    await this.#put({
      ...this.#record,
      status,
      stopMs: this.#options.host.clock.now(),
      totals,
      ...(manifest && { manifest }),
      ...(status === 'FAILED' && this.#failure),
    });
  }

  /** What cannot be given to the parent fails the run while that can still be recorded. */
  async #export(): Promise<MapRunRecord['manifest']> {
    try {
      if (this.#results.isExported) return await this.#results.export(this.#record, this.#pending());
      if (!this.#failure && !this.#isCancelled) await this.#results.output(this.#record);
    } catch (error) {
      if (!this.#options.isClosed()) this.#failure ??= failureOf(error, this.#options.host, this.mapRunArn);
    }
    return undefined;
  }

  async #redriveOf(executionArn: string): Promise<ChildRedrive> {
    let found: ChildRedrive | undefined;
    await this.#insist(async () => {
      found = await this.#options.host.redriveOf(executionArn);
    });
    if (!found) throw new EngineError('EngineClosed', 'The server is stopping');
    return found;
  }

  /** Children that will never begin, because the run has failed over others or was stopped. */
  async *#pending(): AsyncGenerator<PendingChild> {
    if (!(this.#failure || this.#isCancelled) || !this.#record.hasReadAll) return;
    for await (const group of this.#inputs()) yield* group.filter(({ index }) => !this.#tally.isToRedrive(index));
  }

  async #report(): Promise<void> {
    const { command, parent } = this.#order;
    const { status, error = 'States.Runtime', cause } = this.#record;
    const of = { mapRunId: command.mapRunId, redriveCount: command.redriveCount };
    const { host } = this.#options;
    const end: ActivationBody =
      status === 'SUCCEEDED'
        ? { type: 'MapRunSucceeded', ...of, output: await this.#results.output(this.#record) }
        : { type: 'MapRunFailed', ...of, error, ...(cause !== undefined && { cause }) };
    await this.#insist(() => host.report(parent.executionArn, end));
  }

  /** A disk that fails for a while costs time, not the run. */
  #insist(work: () => Promise<void>): Promise<void> {
    const { host, isClosed } = this.#options;
    const { clock, logger } = host;
    return untilDurable(work, { mapRunArn: this.mapRunArn, clock, logger, isClosed });
  }

  async #put(record: MapRunRecord): Promise<void> {
    this.#record = record;
    await this.#insist(() => this.#options.journal.put(record));
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

function failureOf(error: unknown, { logger }: MapRunHost, mapRunArn: string): Failure {
  if (error instanceof MapRunFailure) return { error: error.error, cause: error.message };
  const stack = error instanceof Error ? error.stack : undefined;
  logger.error('A map run met a bug in Stepwell and was failed', { mapRunArn, error, stack });
  const cause = error instanceof Error ? error.message : String(error);
  return { error: 'States.Runtime', cause: `Internal error: ${cause}` };
}
