/** What the events of a map run leave in the thread of its Map. */
import type { MapRunStartedEnvelope } from './envelope.ts';
import type { MapRunSettings } from './execution-state.ts';
import type { HistoryEvent } from './history-event.ts';
import type { MutableThread } from './thread-table.ts';

export function mapRunStarted(thread: MutableThread, event: HistoryEvent, envelope: MapRunStartedEnvelope): void {
  const { mapRun: id, input, items, settings } = envelope;
  thread.phase = 'mapping';
  thread.lastEventId = event.id;
  thread.mapRun = {
    id,
    arn: event.details!['mapRunStartedEventDetails']!['mapRunArn'] as string,
    redriveCount: 0,
    input,
    ...(items !== undefined && { items }),
    settings: settings as unknown as MapRunSettings,
  };
}

export function mapRunRedriven(thread: MutableThread, event: HistoryEvent): void {
  const redriveCount = event.details!['mapRunRedrivenEventDetails']!['redriveCount'] as number;
  thread.phase = 'mapping';
  thread.lastEventId = event.id;
  thread.mapRun = { ...thread.mapRun!, redriveCount };
}

/** A failed one stays, for a redrive to resume it; but where the results were too large, a redrive begins a new one, as AWS does. */
export function mapRunEnded(thread: MutableThread, event: HistoryEvent): void {
  thread.lastEventId = event.id;
  const isTooLarge = event.details?.['mapRunFailedEventDetails']?.['error'] === 'States.DataLimitExceeded';
  if (event.type === 'MapRunSucceeded' || isTooLarge) thread.mapRun = undefined;
  thread.phase = event.type === 'MapRunSucceeded' ? 'entered' : 'failed';
}
