/** What the events of a task leave in its thread. */
import type { ScheduledEnvelope, TakenEnvelope } from './envelope.ts';
import type { HistoryEvent } from './history-event.ts';
import type { MutableThread } from './thread-table.ts';

export function scheduled(thread: MutableThread, event: HistoryEvent, envelope: ScheduledEnvelope): void {
  const details = Object.values(event.details!)[0]!;
  const { task: id, timeoutDueMs, heartbeatDueMs } = envelope;
  thread.phase = 'working';
  thread.lastEventId = event.id;
  thread.task = {
    id,
    arguments: (event.type === 'TaskScheduled' ? details['parameters'] : details['input'])!,
    token: envelope.token,
    credentials: envelope.credentials,
    timeoutSeconds: details['timeoutInSeconds'] as number | undefined,
    heartbeatSeconds: details['heartbeatInSeconds'] as number | undefined,
    attempt: envelope.attempt,
    timeout: timeoutDueMs === undefined ? undefined : { id: `${id}-timeout`, dueMs: timeoutDueMs },
    heartbeat: heartbeatDueMs === undefined ? undefined : { id: `${id}-heartbeat`, dueMs: heartbeatDueMs },
  };
}

export function taken(thread: MutableThread, event: HistoryEvent, { heartbeatDueMs }: TakenEnvelope): void {
  const task = thread.task!;
  thread.lastEventId = event.id;
  const heartbeat =
    heartbeatDueMs === undefined ? task.heartbeat : { id: `${task.id}-heartbeat`, dueMs: heartbeatDueMs };
  thread.task = { ...task, taken: true, heartbeat };
}

export function submitted(thread: MutableThread, event: HistoryEvent): void {
  const output = event.details!['taskSubmittedEventDetails']!['output']!;
  thread.lastEventId = event.id;
  thread.task = { ...thread.task!, submitted: { output } };
}

export function taskEnded(thread: MutableThread, event: HistoryEvent, phase: 'entered' | 'failed'): void {
  thread.phase = phase;
  thread.lastEventId = event.id;
  thread.task = undefined;
  thread.timer = undefined;
}
