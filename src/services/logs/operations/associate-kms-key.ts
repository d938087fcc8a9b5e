import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';
import { type KmsKeyTarget, keyedGroupOf } from './disassociate-kms-key.ts';

export interface AssociateKmsKeyInput extends KmsKeyTarget {
  readonly kmsKeyId: string;
}

/** Recorded and told by DescribeLogGroups; nothing is encrypted here. */
export function associateKmsKey(store: LogStore): Operation<AssociateKmsKeyInput> {
  return async ({ kmsKeyId, ...target }, place) => {
    await store.updateGroup(place, keyedGroupOf(target, place), (group) => ({ ...group, kmsKeyId }));
    return {};
  };
}
