import type { Operation } from '../../../gateway/operation.ts';
import { groupNameOf } from '../group-identifier.ts';
import type { LogPlace } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';

/** Exactly one of them. */
export interface KmsKeyTarget {
  readonly logGroupName?: string;
  /** The ARN of a group. */
  readonly resourceIdentifier?: string;
}

export function disassociateKmsKey(store: LogStore): Operation<KmsKeyTarget> {
  return async (target, place) => {
    await store.updateGroup(place, keyedGroupOf(target, place), ({ kmsKeyId: _, ...group }) => group);
    return {};
  };
}

export function keyedGroupOf({ logGroupName, resourceIdentifier }: KmsKeyTarget, place: LogPlace): string {
  return groupNameOf({ logGroupName, logGroupIdentifier: resourceIdentifier }, place);
}
