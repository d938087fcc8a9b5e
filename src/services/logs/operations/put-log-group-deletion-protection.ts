import type { Operation } from '../../../gateway/operation.ts';
import { groupNameOf } from '../group-identifier.ts';
import type { LogStore } from '../log-store.ts';

export interface PutLogGroupDeletionProtectionInput {
  readonly logGroupIdentifier: string;
  readonly deletionProtectionEnabled: boolean;
}

export function putLogGroupDeletionProtection(store: LogStore): Operation<PutLogGroupDeletionProtectionInput> {
  return async ({ logGroupIdentifier, deletionProtectionEnabled: deletionProtection }, place) => {
    const name = groupNameOf({ logGroupIdentifier }, place);
    await store.updateGroup(place, name, (group) => ({ ...group, deletionProtection }));
    return {};
  };
}
