/**
 * The border between map runs and the engine: the engine orders a map run and gives it children; the map run reports its end.
 *
 * 1. A map run is known by its ARN: ordering one that goes on changes nothing, and one that a crash interrupted goes on where it was.
 * 2. Nothing is reported before the map run's own end is durable.
 */
import type { Json } from '../asl/json.ts';
import type { Limits } from '../asl/limits.ts';
import type { MapState } from '../asl/state-machine.ts';
import type { ActivationBody, ExecutionStart, StartMapRun } from '../interpreter/step.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { MapRunChild, MapRunChildStatus, MapRunRecord } from '../store/map-run-journal.ts';

export interface MapRunOrder {
  readonly command: StartMapRun;
  readonly parent: ExecutionStart;
  /** Key of the children's definition: the processor of the parent's Map. */
  readonly revisionId: string;
  readonly state: MapState;
}

export interface MapRuns {
  start(order: MapRunOrder): void;
  /** The parent no longer waits: the children are stopped. */
  cancel(mapRunArn: string): void;
  /** Cancels the map runs of an execution that go on and that it does not await. */
  retain(executionArn: string, awaited: ReadonlySet<string>): void;
  /** Ends the map runs that their parents no longer await. The others are ordered again by their parents. */
  recover(): Promise<void>;
  /** Lets go of everything, without an end: what goes on is on disk as it is. */
  close(): Promise<void>;
  /** Without its counts, which take a while to tell of a run that has ended. */
  record(mapRunArn: string): MapRunRecord | undefined;
  /** What it shows is durable. */
  describe(mapRunArn: string): Promise<MapRunDescription | undefined>;
  /** Newest first. */
  ofExecution(executionArn: string): readonly MapRunRecord[];
  /** Takes effect at once. `undefined`: there is no such map run. */
  update(mapRunArn: string, changes: MapRunChanges): Promise<MapRunRecord | undefined>;
  /** Children that have ended, by index, strictly after `after`. */
  children(mapRunArn: string, after: number, limit: number): readonly MapRunChild[];
  /** The children that run, by index. Nobody but this process knows of Express ones. */
  running(mapRunArn: string): readonly RunningChild[];
  /** One child, as it is now: running, or ended and durable. */
  child(mapRunArn: string, index: number): Promise<MapRunChild | RunningChild | undefined>;
  /** How many items a child works on or worked on; `undefined`: it has not begun. */
  itemsOf(mapRunArn: string, index: number): number | undefined;
  /** Those of them that ended with one of the statuses. */
  endedAs(
    statuses: readonly MapRunChildStatus[],
    mapRunArn: string,
    after: number,
    limit: number,
  ): Promise<readonly MapRunChild[]>;
}

export interface RunningChild {
  readonly index: number;
  readonly status: 'RUNNING';
  readonly items: number;
  readonly startMs: number;
  readonly input: Json;
}

export type MapRunChanges = Partial<
  Pick<MapRunRecord, 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage'>
>;

export interface MapRunDescription {
  readonly record: MapRunRecord;
  readonly items: MapRunCounts;
  readonly children: MapRunCounts;
}

export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  /** Ended without success before a redrive that has not come to them yet. */
  readonly pendingRedrive: number;
}

/** One child to be run. */
export interface ChildRequest {
  readonly executionArn: string;
  readonly executionName: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly mapRunArn: string;
  readonly revisionId: string;
  readonly roleArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly input: Json;
  readonly mockTestCase?: string;
}

/** The redrives of one child. */
export interface ChildRedrive {
  readonly count: number;
  /** Why it cannot be redriven, in AWS's words; absent if it can. */
  readonly obstacle?: string;
}

/** What the engine does for map runs. */
export interface MapRunHost {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Limits;
  /** Lets everybody else have a turn. */
  breathe(): Promise<void>;
  /** Runs an Express child in memory. `ended` is called once, with its last record. Returns the way to stop it. */
  runExpress(request: ChildRequest, ended: (record: ExecutionRecord) => void): () => void;
  /** Starts a Standard child, or finds the one that was started before. */
  startStandard(request: ChildRequest): Promise<ExecutionRecord>;
  awaitEnd(executionArn: string): Promise<ExecutionRecord | undefined>;
  redrive(executionArn: string): Promise<ExecutionRecord | undefined>;
  /** Of a Standard child, as the journal has it. */
  redriveOf(executionArn: string): Promise<ChildRedrive>;
  stop(executionArn: string): Promise<void>;
  /** Whether the execution runs and awaits the map run. */
  awaits(executionArn: string, mapRunArn: string): Promise<boolean>;
  /** Standard children that have not ended. */
  running(mapRunArn: string): AsyncIterable<ExecutionRecord>;
  /** Resolves once the parent has taken it durably, or does not await it any more. */
  report(executionArn: string, body: ActivationBody): Promise<void>;
}
