/** What the children of a map run came to: rows for the journal, then files in S3 or the state's output. */
import type { Json } from '../asl/json.ts';
import type { Limits } from '../asl/limits.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { MapRunChild, MapRunChildStatus, MapRunJournal, MapRunRecord } from '../store/map-run-journal.ts';
import { type ChildMachine, childIdentity } from './child-identity.ts';
import { collectResults } from './collect-results.ts';
import type { ChildResult } from './format-result.ts';
import type { ChildRedrive, MapRunOrder } from './map-runs.ts';
import type { S3Objects } from './s3-objects.ts';
import { destinationOf, type PendingChild, writeResults } from './write-results.ts';

export interface MapRunResultsOptions {
  readonly order: MapRunOrder;
  readonly machine: ChildMachine;
  readonly journal: MapRunJournal;
  readonly objects: S3Objects;
  readonly limits: Limits;
  /** Of a Standard child. */
  readonly redriveOf: (executionArn: string) => Promise<ChildRedrive>;
}

const PAGE = 500;

/** Of a child that was not redriven itself: Express ones begin anew with their map run, as executions that they were not before. */
const NEVER: ChildRedrive = { count: 0 };
const DONE: ChildRedrive = { count: 0, obstacle: 'Execution is SUCCEEDED and cannot be redriven' };

export class MapRunResults {
  readonly #options: MapRunResultsOptions;

  constructor(options: MapRunResultsOptions) {
    this.#options = options;
  }

  /** Fails if the results have nowhere to go, before any work is done for them. */
  async requireDestination(): Promise<void> {
    const destination = destinationOf(this.#writer);
    if (destination) await this.#options.objects.requireBucket(destination.bucket);
  }

  get isExported(): boolean {
    return destinationOf(this.#writer) !== undefined;
  }

  get #writer() {
    return this.#options.order.command.settings.resultWriter;
  }

  /** The row of a child that has ended. Inputs are kept where somebody will ask for them. */
  rowOf(index: number, items: number, record: ExecutionRecord, input: () => string): MapRunChild {
    const writer = this.#writer;
    const isWhole = writer !== undefined && (writer.config['Transformation'] ?? 'NONE') === 'NONE';
    const { startMs, stopMs = startMs, output, error, cause } = record;
    const status = record.status as MapRunChildStatus;
    return {
      index,
      status,
      items,
      startMs,
      stopMs,
      ...((isWhole || status !== 'SUCCEEDED') && { input: input() }),
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
  }

  /** @throws {MapRunFailure} States.ResultWriterFailed */
  export(record: MapRunRecord, pending: AsyncIterable<PendingChild>): Promise<NonNullable<MapRunRecord['manifest']>> {
    const { objects, machine } = this.#options;
    return writeResults(objects, this.#writer!, { record, machine }, this.#results(record), pending);
  }

  /** The state's output. @throws {MapRunFailure} States.DataLimitExceeded */
  async output(record: MapRunRecord): Promise<Json> {
    const { mapRunArn, manifest } = record;
    if (manifest) {
      return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: manifest.bucket, Key: manifest.key } };
    }
    const { limits, order, machine } = this.#options;
    return collectResults({ record, machine }, this.#results(record), {
      writer: this.#writer,
      maxBytes: limits.payloadBytes,
      stateName: order.state.name,
    });
  }

  /** In the order of the items, a page at a time. */
  async *#results(record: MapRunRecord): AsyncGenerator<readonly ChildResult[]> {
    for (let after = -1; ; ) {
      const page = this.#options.journal.children(record.mapRunArn, after, PAGE);
      yield await Promise.all(page.map((child) => this.#result(record, child)));
      if (page.length < PAGE) return;
      after = page.at(-1)!.index;
    }
  }

  /** Only what may have been redriven, or may not be redrivable any more, is looked up: its own record outlives a crash. */
  #result({ mapRunArn, executionType, redriveCount }: MapRunRecord, child: MapRunChild) {
    const isDone = child.status === 'SUCCEEDED';
    if (executionType === 'EXPRESS' || (isDone && redriveCount === 0)) return { child, redrive: isDone ? DONE : NEVER };
    const { executionArn } = childIdentity(mapRunArn, child.index, executionType);
    return this.#options.redriveOf(executionArn).then((redrive) => ({ child, redrive }));
  }
}
