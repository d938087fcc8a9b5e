/** PutLogEvents: one batch, in order of time. Lines outside AWS's window of time are left out, and the answer says which. */
import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import { LINE_OVERHEAD_BYTES } from '../log-events.ts';
import { DAY_MS, type LogStore } from '../log-store.ts';
import { sequenceToken } from '../sequence-token.ts';

export interface PutLogEventsInput {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly InputLine[];
}

interface InputLine {
  readonly timestamp: number;
  readonly message: string;
}

const MAX_BATCH_BYTES = 1_048_576;
const MAX_AGE_MS = 14 * DAY_MS;
const MAX_AHEAD_MS = 2 * 3_600_000;

export function putLogEvents(store: LogStore): Operation<PutLogEventsInput> {
  return async ({ logGroupName, logStreamName, logEvents }, place) => {
    check(logEvents);
    const { retentionDays } = store.group(place, logGroupName);
    const stream = store.stream(place, logGroupName, logStreamName);
    const nowMs = store.clock.now();
    const tooOld = countBefore(logEvents, nowMs - MAX_AGE_MS);
    const expired = retentionDays === undefined ? 0 : countBefore(logEvents, nowMs - retentionDays * DAY_MS);
    const tooNew = countBefore(logEvents, nowMs + MAX_AHEAD_MS + 1);
    const accepted = logEvents
      .slice(Math.max(tooOld, expired), tooNew)
      .map(({ timestamp, message }) => ({ timestampMs: timestamp, message }));
    const next = accepted.length > 0 ? await store.append(place, logGroupName, logStreamName, accepted) : stream;
    const rejectedLogEventsInfo = {
      ...(tooNew < logEvents.length && { tooNewLogEventStartIndex: tooNew }),
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
    };
    const isWhole = accepted.length === logEvents.length;
    return { nextSequenceToken: sequenceToken(next), ...(!isWhole && { rejectedLogEventsInfo }) };
  };
}

function check(lines: readonly InputLine[]): void {
  let bytes = 0;
  for (const [index, { timestamp, message }] of lines.entries()) {
    bytes += Buffer.byteLength(message) + LINE_OVERHEAD_BYTES;
    if (index > 0 && timestamp < lines[index - 1]!.timestamp) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
  }
  if (bytes > MAX_BATCH_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  }
  if (lines.length > 0 && lines.at(-1)!.timestamp - lines[0]!.timestamp > DAY_MS) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

function countBefore(lines: readonly InputLine[], beforeMs: number): number {
  const first = lines.findIndex(({ timestamp }) => timestamp >= beforeMs);
  return first < 0 ? lines.length : first;
}
