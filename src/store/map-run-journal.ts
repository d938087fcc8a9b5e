/**
 * The aggregate journal: the port behind which map runs are made durable. SQLite and memory implement it and pass one contract suite.
 *
 * A map run has one record, and one row for each child that has ended: its place among the children, its status and its result. EXPRESS
 * children leave nothing else behind; what has no row after a crash runs again.
 * M1 A write resolves only when it is on disk; writes of one tick, the journal's included, share a sync. M2 A child has one row at most: a
 * later one (a redrive's) replaces it.
 */
export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
export type MapRunChildStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface MapRunRecord {
  readonly mapRunArn: string;
  readonly executionArn: string;
  /** Of the children: `…:stateMachine:machine/label`. */
  readonly stateMachineArn: string;
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly status: MapRunStatus;
  readonly startMs: number;
  readonly stopMs?: number;
  /** 0 means no limit of the author's. */
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly toleratedFailureCount: number;
  readonly redriveCount: number;
  readonly redriveMs?: number;
  readonly error?: string;
  readonly cause?: string;
  /** What the items were read from the first time: a later read must find the same. */
  readonly sourceTag?: string;
  /** How many there are, as far as they were read. */
  readonly totals?: MapRunTotals;
  /** The items have been read to their end: `totals` are final. */
  readonly hasReadAll?: true;
  /** Where the results were exported to. */
  readonly manifest?: { readonly bucket: string; readonly key: string };
}

export interface MapRunTotals {
  readonly items: number;
  readonly children: number;
}

/** A child that has ended. Texts are JSON. */
export interface MapRunChild {
  /** Its place among the children: that of its item, or of its batch. */
  readonly index: number;
  readonly status: MapRunChildStatus;
  /** How many items it worked on: 1 without a batcher. */
  readonly items: number;
  readonly startMs: number;
  readonly stopMs: number;
  /** Absent where nobody will ask for it. */
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface MapRunSum {
  readonly status: MapRunChildStatus;
  readonly children: number;
  readonly items: number;
}

export type MapRunOutcome = Pick<MapRunChild, 'index' | 'status' | 'items' | 'stopMs'>;

export interface MapRunJournal {
  /** Writes or replaces the record. */
  put(record: MapRunRecord): Promise<void>;
  get(mapRunArn: string): MapRunRecord | undefined;
  /** Newest first. */
  ofExecution(executionArn: string): readonly MapRunRecord[];
  /** Those whose status is RUNNING. */
  open(): readonly MapRunRecord[];
  /** All or nothing. The map run's record was put before. */
  append(mapRunArn: string, children: readonly MapRunChild[]): Promise<void>;
  /** By index, strictly after `after`; `-1` begins. */
  children(mapRunArn: string, after: number, limit: number): readonly MapRunChild[];
  /** What has ended, by index, without payloads. */
  outcomes(mapRunArn: string, after: number, limit: number): readonly MapRunOutcome[];
  /** Those of `children` with one of the statuses, however far apart they lie. */
  endedAs(
    mapRunArn: string,
    statuses: readonly MapRunChildStatus[],
    after: number,
    limit: number,
  ): readonly MapRunChild[];
  /** How many have ended how; statuses that none has are not there. */
  sums(mapRunArn: string): readonly MapRunSum[];
}

/** Children of one map run: AWS reads a hundred million items at most. */
export const MAX_MAP_RUN_CHILDREN = 2 ** 27;
