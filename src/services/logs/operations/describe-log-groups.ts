import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter, notSupported } from '../errors.ts';
import { groupNameOf } from '../group-identifier.ts';
import { type LogGroupRecord, logGroupArn, placeKey } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';
import { namePage } from '../name-page.ts';

export interface DescribeLogGroupsInput {
  readonly accountIdentifiers?: readonly string[];
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly includeLinkedAccounts?: boolean;
  readonly logGroupClass?: string;
  readonly logGroupIdentifiers?: readonly string[];
}

const DEFAULT_LIMIT = 50;

export function describeLogGroups(store: LogStore): Operation<DescribeLogGroupsInput> {
  return (input, place) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: part, logGroupClass, logGroupIdentifiers } = input;
    if (input.includeLinkedAccounts) throw notSupported('includeLinkedAccounts');
    if (prefix !== undefined && part !== undefined) {
      throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    }
    const names = logGroupIdentifiers?.map((logGroupIdentifier) => groupNameOf({ logGroupIdentifier }, place));
    const found = store.groups
      .list({ prefix: placeKey(place, prefix) })
      .map(({ value }) => value)
      .filter(
        (group) =>
          (part === undefined || group.name.includes(part)) &&
          (logGroupClass === undefined || group.logGroupClass === logGroupClass) &&
          (names === undefined || names.includes(group.name)),
      );
    const { items, nextToken } = namePage(found, ({ name }) => name, input.limit ?? DEFAULT_LIMIT, input.nextToken);
    return { logGroups: items.map((group) => groupView(store, group)), nextToken };
  };
}

function groupView(store: LogStore, group: LogGroupRecord) {
  const arn = logGroupArn(group, group.name);
  const storedBytes = store.streamsOf(group, group.name).reduce((sum, stream) => sum + stream.storedBytes, 0);
  return {
    logGroupName: group.name,
    creationTime: group.createdMs,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
    arn: `${arn}:*`,
    storedBytes,
    logGroupClass: group.logGroupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtection,
  };
}
