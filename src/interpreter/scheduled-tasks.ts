/** The tasks that an execution has scheduled so far, in the order of its history. */
import type { JournalEvent } from './history-event.ts';

export interface ScheduledTask {
  readonly taskId: string;
  readonly stateName: string;
}

export function scheduledTasks(history: readonly JournalEvent[]): readonly ScheduledTask[] {
  const found: ScheduledTask[] = [];
  const states = new Map<unknown, string>();
  for (const { event, envelope } of history) {
    const name = event?.details?.['stateEnteredEventDetails']?.['name'];
    if (typeof name === 'string') states.set(envelope['thread'], name);
    const taskId = envelope['task'];
    const isScheduled = event?.type.endsWith('Scheduled') === true;
    if (isScheduled && typeof taskId === 'string') {
      found.push({ taskId, stateName: states.get(envelope['thread']) ?? '' });
    }
  }
  return found;
}
