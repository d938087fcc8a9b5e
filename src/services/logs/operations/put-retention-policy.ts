import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import type { LogStore } from '../log-store.ts';

export interface PutRetentionPolicyInput {
  readonly logGroupName: string;
  readonly retentionInDays: number;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const ALLOWED_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function putRetentionPolicy(store: LogStore): Operation<PutRetentionPolicyInput> {
  return async ({ logGroupName, retentionInDays }, place) => {
    if (!ALLOWED_DAYS.includes(retentionInDays)) {
      throw invalidParameter(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${ALLOWED_DAYS.join(', ')}]`,
      );
    }
    await store.updateGroup(place, logGroupName, (group) => ({ ...group, retentionDays: retentionInDays }));
    return {};
  };
}
