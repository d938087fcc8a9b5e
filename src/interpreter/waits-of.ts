/** What each thread of a running execution waits for: for people who ask why nothing moves. Engines ask `outstanding`. */
import type { ExecutionState, TaskInFlight, Thread } from './execution-state.ts';
import { threadsOf } from './thread-table.ts';

/** `untilMs` is when it ends by itself, in milliseconds since the epoch. */
export type WaitReason =
  | { readonly type: 'Timer'; readonly untilMs: number }
  | { readonly type: 'Retry'; readonly untilMs: number; readonly retriesUsed: number }
  /** A task is being run. */
  | { readonly type: 'Task'; readonly attempt: number; readonly timeoutMs?: number; readonly heartbeatMs?: number }
  /** Its request was accepted; the result comes by itself (`.sync`) or with the token. */
  | { readonly type: 'Job' | 'Callback'; readonly timeoutMs?: number; readonly heartbeatMs?: number }
  | { readonly type: 'MapRun'; readonly mapRunArn: string }
  /** Iterations that have no slot yet. */
  | { readonly type: 'Slot'; readonly waiting: number; readonly running: number; readonly concurrency: number };

export interface ThreadWait {
  readonly state: string;
  /** Id of its `…StateEntered` event. */
  readonly enteredEventId: number;
  readonly reason: WaitReason;
}

export function waitsOf(state: ExecutionState): readonly ThreadWait[] {
  if (state.status !== 'RUNNING') return [];
  const waits: ThreadWait[] = [];
  for (const thread of threadsOf(state)) {
    const reason = reasonOf(thread);
    if (reason) waits.push({ state: thread.state, enteredEventId: thread.enteredEventId, reason });
  }
  return waits;
}

function reasonOf(thread: Thread): WaitReason | undefined {
  const { phase, timer, task, mapRun, parts } = thread;
  switch (phase) {
    case 'waiting':
      return timer && { type: 'Timer', untilMs: timer.dueMs };
    case 'retrying':
      return timer && { type: 'Retry', untilMs: timer.dueMs, retriesUsed: sum(thread.retries) };
    case 'working':
      return task && taskReason(task);
    case 'mapping':
      return mapRun && { type: 'MapRun', mapRunArn: mapRun.arn };
    case 'parted': {
      if (!parts || parts.begun >= parts.total) return undefined;
      const running = parts.begun - parts.succeeded;
      return { type: 'Slot', waiting: parts.total - parts.begun, running, concurrency: parts.concurrency };
    }
    default:
      return undefined;
  }
}

function taskReason({ attempt, timeout, heartbeat, submitted, token, taken }: TaskInFlight): WaitReason {
  const limits = {
    ...(timeout && { timeoutMs: timeout.dueMs }),
    ...(heartbeat && { heartbeatMs: heartbeat.dueMs }),
  };
  if (!submitted && !taken) return { type: 'Task', attempt, ...limits };
  return { type: token === undefined ? 'Job' : 'Callback', ...limits };
}

function sum(numbers: readonly number[] = []): number {
  return numbers.reduce((total, number) => total + number, 0);
}
