import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';

export function deleteRetentionPolicy(store: LogStore): Operation<{ readonly logGroupName: string }> {
  return async ({ logGroupName }, place) => {
    await store.updateGroup(place, logGroupName, ({ retentionDays: _, ...group }) => group);
    return {};
  };
}
