/**
 * GetLogEvents: lines of one stream, oldest first, a page at a time in either direction. As at AWS a page's tokens always come, and the one
 * that was sent comes back when there is nothing beyond it.
 */
import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import { formatToken, type PageToken, parseToken } from '../event-position.ts';
import { type GroupReference, groupNameOf } from '../group-identifier.ts';
import { LINE_OVERHEAD_BYTES, type LogEvents, type StoredLine, type TimeRange } from '../log-events.ts';
import type { LogStreamRecord } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';

export interface GetLogEventsInput extends GroupReference {
  readonly logStreamName: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
}

const MAX_LINES = 10_000;
export const MAX_PAGE_BYTES = 1_048_576;

export function getLogEvents(store: LogStore): Operation<GetLogEventsInput> {
  return (input, place) => {
    const group = groupNameOf(input, place);
    const stream = store.stream(place, group, input.logStreamName);
    const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
    if (input.nextToken !== undefined && !token) throw invalidParameter('The specified nextToken is invalid.');
    const range = store.visible(store.group(place, group), input.startTime, input.endTime);
    const lines = page(store.events, stream, range, token, input);
    const edge = token?.position ?? { timestampMs: range.fromMs, chunk: 0, index: 0 };
    return {
      events: lines.map(({ timestampMs, message, ingestedMs }) => ({
        timestamp: timestampMs,
        message,
        ingestionTime: ingestedMs,
      })),
      nextForwardToken: formatToken({ direction: 'f', position: lines.at(-1) ?? edge }),
      nextBackwardToken: formatToken({ direction: 'b', position: lines[0] ?? edge }),
    };
  };
}

function page(
  events: LogEvents,
  stream: LogStreamRecord,
  range: TimeRange,
  token: PageToken | undefined,
  { limit = MAX_LINES, startFromHead = false }: GetLogEventsInput,
): readonly StoredLine[] {
  if (stream.lastEventMs === undefined) return [];
  const isForward = token ? token.direction === 'f' : startFromHead;
  if (!isForward) return fitting(events.last(stream, range, limit, token?.position).reverse(), limit).reverse();
  return fitting(events.forward(stream, range, token?.position), limit);
}

/** As many as a page holds, at least one. */
function fitting(lines: Iterable<StoredLine>, limit: number): StoredLine[] {
  const result: StoredLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line.message) + LINE_OVERHEAD_BYTES;
    if (result.length > 0 && bytes > MAX_PAGE_BYTES) break;
    result.push(line);
    if (result.length >= limit) break;
  }
  return result;
}
