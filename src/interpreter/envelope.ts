/**
 * What a line of the journal carries beside AWS's event: all that the fold needs and AWS does not show.
 * Members stay flat, and a payload in one is the same object as in the event, so that the journal stores it once.
 */
import type { Json, JsonObject } from '../asl/json.ts';

/** Of a public event that concerns one thread. */
export interface ThreadEnvelope {
  readonly thread: number;
}

export interface StartEnvelope {
  /** `ExecutionStart` without its input. */
  readonly start: JsonObject;
  readonly startAt: string;
  /** When the execution itself times out. */
  readonly dueMs?: number;
}

export interface ExitEnvelope extends ThreadEnvelope {
  /** Absent when the state ends its graph. */
  readonly next?: string;
}

export interface ScheduledEnvelope extends ThreadEnvelope {
  readonly task: string;
  readonly attempt: number;
  readonly token?: string;
  readonly credentials?: Json;
  readonly timeoutDueMs?: number;
  readonly heartbeatDueMs?: number;
}

export interface TakenEnvelope extends ThreadEnvelope {
  readonly heartbeatDueMs?: number;
}

export interface MapStartedEnvelope extends ThreadEnvelope {
  readonly items: readonly Json[];
  readonly input: Json;
  readonly concurrency: number;
}

/** The start of a distributed Map has no more than its thread: the start of its map run has the rest. */
export interface DistributedMapStartedEnvelope extends ThreadEnvelope {
  readonly items?: undefined;
}

export interface MapRunStartedEnvelope extends ThreadEnvelope {
  readonly mapRun: string;
  /** Effective input of the Map: `$` of the item selector. */
  readonly input: Json;
  /** Absent when an ItemReader brings them. */
  readonly items?: readonly Json[] | JsonObject;
  readonly settings: JsonObject;
}

export interface ParallelStartedEnvelope extends ThreadEnvelope {
  readonly input: Json;
  /** First state of each branch. */
  readonly startAt: readonly string[];
}

export interface IterationStartedEnvelope extends ThreadEnvelope {
  readonly startAt: string;
  readonly input: Json;
}

export interface RedrivenEnvelope {
  readonly dueMs?: number;
  readonly clientToken?: string;
}

/** Entries that AWS does not show. */
export type SilentEnvelope =
  | { readonly type: 'WaitScheduled'; readonly thread: number; readonly timer: string; readonly dueMs: number }
  | {
      readonly type: 'RetryScheduled';
      readonly thread: number;
      readonly retrier: number;
      readonly timer: string;
      readonly dueMs: number;
      /** The event that failed: the next attempt's events follow it. */
      readonly lastEventId: number;
    }
  | { readonly type: 'RetryStarted'; readonly thread: number }
  /** A loop of states that never waits gives way: the next state is entered in a step of its own. */
  | { readonly type: 'Paused'; readonly thread: number; readonly timer: string; readonly dueMs: number }
  | { readonly type: 'HeartbeatRecorded'; readonly thread: number; readonly timer: string; readonly dueMs: number };
