/** The map runs of this process: those that go on, and what the journal knows of the others. */
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { MapRunChild, MapRunChildStatus, MapRunJournal, MapRunRecord } from '../store/map-run-journal.ts';
import { MapRun } from './map-run.ts';
import type {
  MapRunChanges,
  MapRunCounts,
  MapRunDescription,
  MapRunHost,
  MapRunOrder,
  MapRuns,
  RunningChild,
} from './map-runs.ts';
import { OpenMapRuns } from './open-map-runs.ts';
import { untilDurable } from './until-durable.ts';

export interface MapRunsOptions {
  readonly journal: MapRunJournal;
  readonly caller: AwsCaller;
  readonly random: () => number;
  readonly host: MapRunHost;
}

export function createMapRuns(options: MapRunsOptions): MapRuns {
  return new LiveMapRuns(options);
}

/** How long a server that stops waits for what has ended to be written. */
const CLOSING_MS = 2_000;

interface Live {
  readonly run: MapRun;
  readonly ended: Promise<void>;
  /** The run before a redrive, as long as its children have not come to their ends: this one has not begun then. */
  readonly earlier: () => Live | undefined;
}

class LiveMapRuns implements MapRuns {
  readonly #options: MapRunsOptions;
  readonly #live = new Map<string, Live>();
  /** ARNs of the live ones, by their parents. */
  readonly #byExecution = new Map<string, Set<string>>();
  readonly #places: OpenMapRuns;
  #isClosed = false;
  #isOver = false;

  constructor(options: MapRunsOptions) {
    this.#options = options;
    this.#places = new OpenMapRuns(options.host.limits.openMapRuns);
  }

  start(order: MapRunOrder): void {
    if (this.#isClosed) return;
    const { mapRunArn, redriveCount } = order.command;
    const earlier = this.#live.get(mapRunArn);
    if (earlier?.run.redriveCount === redriveCount) return;
    const run = new MapRun(order, {
      ...this.#options,
      places: this.#places,
      isClosed: () => this.#isClosed,
      isOver: () => this.#isOver,
    });
    let before = earlier;
    const begin = async (): Promise<void> => {
      await before?.ended;
      before = undefined;
      await run.run();
    };
    const ended = begin().catch((error) => this.#lost(mapRunArn, error));
    const live: Live = { run, ended, earlier: () => before };
    this.#live.set(mapRunArn, live);
    const { executionArn } = order.parent;
    this.#byExecution.set(executionArn, (this.#byExecution.get(executionArn) ?? new Set()).add(mapRunArn));
    void live.ended.then(() => this.#ended(mapRunArn, executionArn, live));
  }

  #ended(mapRunArn: string, executionArn: string, live: Live): void {
    if (this.#live.get(mapRunArn) !== live) return;
    this.#live.delete(mapRunArn);
    const ofParent = this.#byExecution.get(executionArn);
    ofParent?.delete(mapRunArn);
    if (ofParent?.size === 0) this.#byExecution.delete(executionArn);
  }

  /** What is on disk stays: the parent orders the run again after a restart. */
  #lost(mapRunArn: string, error: unknown): void {
    if (this.#isClosed) return;
    const stack = error instanceof Error ? error.stack : undefined;
    this.#options.host.logger.error('A map run broke off; a restart resumes it', { mapRunArn, error, stack });
  }

  cancel(mapRunArn: string): void {
    const live = this.#live.get(mapRunArn);
    if (live) live.run.cancel();
    else void this.#abort(mapRunArn).catch((error) => this.#lost(mapRunArn, error));
  }

  retain(executionArn: string, awaited: ReadonlySet<string>): void {
    for (const mapRunArn of this.#byExecution.get(executionArn) ?? []) {
      if (!awaited.has(mapRunArn)) this.#live.get(mapRunArn)?.run.cancel();
    }
  }

  async #abort(mapRunArn: string): Promise<void> {
    const { journal, host } = this.#options;
    const { clock, logger } = host;
    const abort = async (): Promise<void> => {
      const record = journal.get(mapRunArn);
      if (record?.status !== 'RUNNING') return;
      for await (const child of host.running(mapRunArn)) await host.stop(child.executionArn);
      await journal.put({ ...record, status: 'ABORTED', stopMs: clock.now() });
    };
    await untilDurable(abort, { mapRunArn, clock, logger, isClosed: () => this.#isClosed });
  }

  async recover(): Promise<void> {
    const { journal, host } = this.#options;
    for (const { mapRunArn, executionArn } of journal.open()) {
      if (!(await host.awaits(executionArn, mapRunArn))) await this.#abort(mapRunArn);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const live = [...this.#live.values()].flatMap(withEarlier);
    for (const { run } of live) run.close();
    await this.#written(live);
    this.#isOver = true;
    await Promise.allSettled(live.map(({ ended }) => ended));
  }

  /** What has ended is written, unless the disk does not take it. */
  #written(live: readonly Live[]): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.host.clock.after(CLOSING_MS, resolve);
      void Promise.all(live.map(({ run }) => run.written())).then(() => {
        cancel();
        resolve();
      });
    });
  }

  #atWork(mapRunArn: string): MapRun | undefined {
    const live = this.#live.get(mapRunArn);
    return live && withEarlier(live).at(-1)!.run;
  }

  record(mapRunArn: string): MapRunRecord | undefined {
    return this.#options.journal.get(mapRunArn);
  }

  async describe(mapRunArn: string): Promise<MapRunDescription | undefined> {
    const run = this.#atWork(mapRunArn);
    await run?.written();
    if (run) return run.description;
    const { journal } = this.#options;
    const record = journal.get(mapRunArn);
    return record && { record, ...countsOf(journal, record) };
  }

  ofExecution(executionArn: string): readonly MapRunRecord[] {
    return this.#options.journal.ofExecution(executionArn);
  }

  async update(mapRunArn: string, changes: MapRunChanges): Promise<MapRunRecord | undefined> {
    const run = this.#atWork(mapRunArn);
    if (run) return run.update(changes);
    const record = this.#options.journal.get(mapRunArn);
    if (!record) return undefined;
    const changed = { ...record, ...changes };
    await this.#options.journal.put(changed);
    return changed;
  }

  children(mapRunArn: string, after: number, limit: number): readonly MapRunChild[] {
    return this.#options.journal.children(mapRunArn, after, limit);
  }

  running(mapRunArn: string): readonly RunningChild[] {
    return this.#atWork(mapRunArn)?.running ?? [];
  }

  async child(mapRunArn: string, index: number): Promise<MapRunChild | RunningChild | undefined> {
    const run = this.#atWork(mapRunArn);
    await run?.written();
    // A child that is run again has a row of its earlier end.
    return run?.runningChild(index) ?? rowAt(this.#options.journal.children(mapRunArn, index - 1, 1), index);
  }

  itemsOf(mapRunArn: string, index: number): number | undefined {
    const running = this.#atWork(mapRunArn)?.runningChild(index);
    return (running ?? rowAt(this.#options.journal.outcomes(mapRunArn, index - 1, 1), index))?.items;
  }

  /** Payloads are read of those alone that are asked for: few of a million children may have failed. */
  async endedAs(
    statuses: readonly MapRunChildStatus[],
    mapRunArn: string,
    after: number,
    limit: number,
  ): Promise<readonly MapRunChild[]> {
    return this.#options.journal.endedAs(mapRunArn, statuses, after, limit);
  }
}

/** Newest first. */
function withEarlier(live: Live): readonly Live[] {
  const earlier = live.earlier();
  return earlier ? [live, ...withEarlier(earlier)] : [live];
}

function rowAt<Row extends { readonly index: number }>([row]: readonly Row[], index: number): Row | undefined {
  return row?.index === index ? row : undefined;
}

/** Of a run that goes on no more: nothing is pending but what a failure kept from beginning. */
function countsOf(journal: MapRunJournal, record: MapRunRecord): Pick<MapRunDescription, 'items' | 'children'> {
  const sums = journal.sums(record.mapRunArn);
  const counts = (of: 'items' | 'children'): MapRunCounts => {
    const ended = (status: MapRunChildStatus): number => sums.find((sum) => sum.status === status)?.[of] ?? 0;
    const all = sums.reduce((total, sum) => total + sum[of], 0);
    const total = record.totals?.[of] ?? all;
    return {
      pending: Math.max(0, total - all),
      running: 0,
      succeeded: ended('SUCCEEDED'),
      failed: ended('FAILED'),
      timedOut: ended('TIMED_OUT'),
      aborted: ended('ABORTED'),
      total,
      pendingRedrive: 0,
    };
  };
  return { items: counts('items'), children: counts('children') };
}
