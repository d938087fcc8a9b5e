/**
 * One event as Step Functions writes it to a log group: the details of GetExecutionHistory, and everything around them as text.
 */
import type { Json, JsonObject } from '../../../asl/json.ts';
import type { HistoryEvent } from '../../../interpreter/history-event.ts';
import { wireEvent } from '../../../interpreter/wire-event.ts';

export interface LogRecordContext {
  readonly executionArn: string;
  readonly redriveCount: number;
  readonly includeExecutionData: boolean;
}

/** What an input or an output may be at most, so that the line fits into a log event. */
const MAX_PAYLOAD_BYTES = 248 * 1024;
const PAYLOADS = ['input', 'output'] as const;

export function logRecord(event: HistoryEvent, context: LogRecordContext): string {
  const { executionArn, redriveCount, includeExecutionData } = context;
  const { timestamp: _, type, id, previousEventId, ...members } = wireEvent(event, { includeExecutionData });
  const [details = {}] = Object.values(members) as JsonObject[];
  return JSON.stringify({
    id: String(id),
    type,
    details: truncated(details),
    previous_event_id: String(previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: executionArn,
    redrive_count: String(redriveCount),
  });
}

/** A payload that is too long is cut, and its details say so. */
function truncated(details: JsonObject): JsonObject {
  const cut: Record<string, Json> = {};
  for (const name of PAYLOADS) {
    const text = details[name];
    if (typeof text !== 'string' || Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) continue;
    cut[name] = Buffer.from(text)
      .subarray(0, MAX_PAYLOAD_BYTES)
      .toString('utf8')
      .replace(/\uFFFD+$/, '');
    cut[`${name}Details`] = { truncated: true };
  }
  return { ...details, ...cut };
}
