import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import { type GroupReference, groupNameOf } from '../group-identifier.ts';
import { type LogPlace, type LogStreamRecord, logGroupArn } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';
import { namePage } from '../name-page.ts';
import { sequenceToken } from '../sequence-token.ts';

export interface DescribeLogStreamsInput extends GroupReference {
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: 'LogStreamName' | 'LastEventTime';
  readonly descending?: boolean;
  readonly nextToken?: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;

export function describeLogStreams(store: LogStore): Operation<DescribeLogStreamsInput> {
  return (input, place) => {
    const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending, limit = DEFAULT_LIMIT } = input;
    const group = groupNameOf(input, place);
    store.group(place, group);
    if (orderBy === 'LastEventTime' && prefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const streams = store.streamsOf(place, group, prefix);
    // The listing is in the order of names already, and sorting keeps it among equals.
    if (orderBy === 'LastEventTime') streams.sort((a, b) => (a.lastEventMs ?? 0) - (b.lastEventMs ?? 0));
    if (descending) streams.reverse();
    const { items, nextToken } = namePage(streams, ({ name }) => name, limit, input.nextToken);
    return { logStreams: items.map((stream) => streamView(place, group, stream)), nextToken };
  };
}

function streamView(place: LogPlace, group: string, stream: LogStreamRecord) {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    ...(stream.lastIngestionMs !== undefined && {
      firstEventTimestamp: stream.firstEventMs,
      lastEventTimestamp: stream.lastEventMs,
      lastIngestionTime: stream.lastIngestionMs,
    }),
    uploadSequenceToken: sequenceToken(stream),
    arn: `${logGroupArn(place, group)}:log-stream:${stream.name}`,
    // AWS has said nothing else here since 2019.
    storedBytes: 0,
  };
}
