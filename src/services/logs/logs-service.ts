/**
 * Amazon CloudWatch Logs: groups, streams and their lines, kept as records beside everything else, so that lines share the sync of whatever
 * is written in the same tick. Queries, subscriptions, metric filters and live tail are not here: calls of them are refused by name.
 */
import type { Operation, Service } from '../../gateway/operation.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type Ids, systemIds } from '../../runtime/ids.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import type { Records } from '../../store/records.ts';
import type { LogPlace } from './log-records.ts';
import { LogStore } from './log-store.ts';
import { LogWriter } from './log-writer.ts';
import { associateKmsKey } from './operations/associate-kms-key.ts';
import { createLogGroup } from './operations/create-log-group.ts';
import { createLogStream } from './operations/create-log-stream.ts';
import { deleteLogGroup } from './operations/delete-log-group.ts';
import { deleteLogStream } from './operations/delete-log-stream.ts';
import { deleteResourcePolicy } from './operations/delete-resource-policy.ts';
import { deleteRetentionPolicy } from './operations/delete-retention-policy.ts';
import { describeLogGroups } from './operations/describe-log-groups.ts';
import { describeLogStreams } from './operations/describe-log-streams.ts';
import { describeResourcePolicies } from './operations/describe-resource-policies.ts';
import { disassociateKmsKey } from './operations/disassociate-kms-key.ts';
import { filterLogEvents } from './operations/filter-log-events.ts';
import { getLogEvents } from './operations/get-log-events.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { listTagsLogGroup } from './operations/list-tags-log-group.ts';
import { putLogEvents } from './operations/put-log-events.ts';
import { putLogGroupDeletionProtection } from './operations/put-log-group-deletion-protection.ts';
import { putResourcePolicy } from './operations/put-resource-policy.ts';
import { putRetentionPolicy } from './operations/put-retention-policy.ts';
import { tagLogGroup } from './operations/tag-log-group.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagLogGroup } from './operations/untag-log-group.ts';
import { untagResource } from './operations/untag-resource.ts';

export interface LogsServiceOptions {
  readonly records: Records;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
}

export interface LogsService extends Service {
  /** For the server's own lines: returns at once; groups and streams are made as needed. */
  readonly writer: LogWriter;
  hasGroup(place: LogPlace, name: string): boolean;
  /** Begins to remove what retention and deletions have let go. */
  start(): void;
  /** Resolves when the writer's lines are on disk. */
  stop(): Promise<void>;
}

export function createLogsService(options: LogsServiceOptions): LogsService {
  const { records, clock = systemClock, ids = systemIds, logger = silentLogger } = options;
  const store = new LogStore({ records, clock, ids, logger });
  const writer = new LogWriter(store, logger);
  return {
    model: 'logs',
    operations: afterLines(writer, {
      AssociateKmsKey: associateKmsKey(store),
      CreateLogGroup: createLogGroup(store),
      CreateLogStream: createLogStream(store),
      DeleteLogGroup: deleteLogGroup(store),
      DeleteLogStream: deleteLogStream(store),
      DeleteResourcePolicy: deleteResourcePolicy(store),
      DeleteRetentionPolicy: deleteRetentionPolicy(store),
      DescribeLogGroups: describeLogGroups(store),
      DescribeLogStreams: describeLogStreams(store),
      DescribeResourcePolicies: describeResourcePolicies(store),
      DisassociateKmsKey: disassociateKmsKey(store),
      FilterLogEvents: filterLogEvents(store),
      GetLogEvents: getLogEvents(store),
      ListTagsForResource: listTagsForResource(store),
      ListTagsLogGroup: listTagsLogGroup(store),
      PutLogEvents: putLogEvents(store),
      PutLogGroupDeletionProtection: putLogGroupDeletionProtection(store),
      PutResourcePolicy: putResourcePolicy(store),
      PutRetentionPolicy: putRetentionPolicy(store),
      TagLogGroup: tagLogGroup(store),
      TagResource: tagResource(store),
      UntagLogGroup: untagLogGroup(store),
      UntagResource: untagResource(store),
    }),
    writer,
    hasGroup: (place, name) => store.hasGroup(place, name),
    start: () => store.start(),
    async stop() {
      await writer.stop();
      await store.stop();
    },
  };
}

/** Whoever asks sees all lines that the server has taken so far. */
function afterLines(writer: LogWriter, operations: Service['operations']): Service['operations'] {
  const waiting = ([name, run]: [string, Operation]): [string, Operation] => [
    name,
    async (input, context) => {
      await writer.drain();
      return run(input, context);
    },
  ];
  return Object.fromEntries(Object.entries(operations).map(waiting));
}
