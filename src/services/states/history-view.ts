/** History events as GetExecutionHistory answers with them. */
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import { wireEvent } from '../../interpreter/wire-event.ts';

export function historyEventView(event: HistoryEvent, includeExecutionData: boolean) {
  return { ...wireEvent(event, { includeExecutionData }), timestamp: new Date(event.timestamp) };
}
