/**
 * FilterLogEvents: lines of many streams in order of time, those that a pattern matches. A page ends at its limit, at a megabyte, or after so
 * many lines were read that others should have a turn: then it may be empty and still have a token, as at AWS.
 */
import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import { parsePosition, positionDigits } from '../event-position.ts';
import { compileFilterPattern } from '../filter-pattern/filter-pattern.ts';
import { type GroupReference, groupNameOf } from '../group-identifier.ts';
import { LINE_OVERHEAD_BYTES, type LogEvents, type StoredLine, type TimeRange } from '../log-events.ts';
import type { LogPlace, LogStreamRecord } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';
import { compareMerged, type MergedLine, type MergedPosition, mergeStreams } from '../merge-streams.ts';
import { MAX_PAGE_BYTES } from './get-log-events.ts';

export interface FilterLogEventsInput extends GroupReference {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
}

const MAX_LINES = 10_000;
const MAX_READ = 200_000;
const READ_PER_TURN = 5_000;

export function filterLogEvents(store: LogStore): Operation<FilterLogEventsInput> {
  return async (input, place) => {
    const group = groupNameOf(input, place);
    const range = store.visible(store.group(place, group), input.startTime, input.endTime);
    const matches = compileFilterPattern(input.filterPattern ?? '');
    const after = input.nextToken === undefined ? undefined : readToken(input.nextToken);
    const sources = chosenStreams(store, place, group, input)
      .filter(({ lastEventMs = -1, firstEventMs = 0 }) => lastEventMs >= range.fromMs && firstEventMs < range.untilMs)
      .map((stream) => ({ stream: stream.name, lines: linesAfter(store.events, stream, range, after) }));
    const { limit = MAX_LINES } = input;
    const found: MergedLine[] = [];
    let [bytes, read] = [0, 0];
    let last: MergedLine | undefined;
    for (const line of mergeStreams(sources)) {
      // A page that is full has a token only if there is more to read.
      if (found.length >= limit || bytes > MAX_PAGE_BYTES || read >= MAX_READ) return answer(found, last);
      if (++read % READ_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
      last = line;
      if (!matches(line.message)) continue;
      bytes += Buffer.byteLength(line.message) + LINE_OVERHEAD_BYTES;
      found.push(line);
    }
    return answer(found, undefined);
  };
}

function answer(found: readonly MergedLine[], last: MergedLine | undefined) {
  return {
    events: found.map((line) => ({
      logStreamName: line.stream,
      timestamp: line.timestampMs,
      message: line.message,
      ingestionTime: line.ingestedMs,
      eventId: positionDigits(line),
    })),
    searchedLogStreams: [],
    ...(last && { nextToken: writeToken(last) }),
  };
}

function chosenStreams(store: LogStore, place: LogPlace, group: string, input: FilterLogEventsInput) {
  const { logStreamNames, logStreamNamePrefix } = input;
  if (logStreamNames === undefined) return store.streamsOf(place, group, logStreamNamePrefix);
  if (logStreamNamePrefix !== undefined) {
    throw invalidParameter('Only one of logStreamNames and logStreamNamePrefix can be specified.');
  }
  return [...new Set(logStreamNames)].map((name) => store.stream(place, group, name));
}

/** Lines of one stream that stand after a position among all streams. */
function* linesAfter(
  events: LogEvents,
  stream: LogStreamRecord,
  range: TimeRange,
  after: MergedPosition | undefined,
): Generator<StoredLine> {
  const fromMs = Math.max(range.fromMs, after?.timestampMs ?? 0);
  for (const line of events.forward(stream, { fromMs, untilMs: range.untilMs })) {
    if (after === undefined || compareMerged({ ...line, stream: stream.name }, after) > 0) yield line;
  }
}

function writeToken(line: MergedLine): string {
  return Buffer.from(`${positionDigits(line)}:${line.stream}`).toString('base64url');
}

function readToken(token: string): MergedPosition {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const position = parsePosition(text.slice(0, 56));
  if (!position || text[56] !== ':') throw invalidParameter('The specified nextToken is invalid.');
  return { ...position, stream: text.slice(57) };
}
