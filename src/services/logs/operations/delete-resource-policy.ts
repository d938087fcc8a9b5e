import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import { placeKey } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';

export interface DeleteResourcePolicyInput {
  readonly policyName?: string;
}

export function deleteResourcePolicy(store: LogStore): Operation<DeleteResourcePolicyInput> {
  return async ({ policyName }, place) => {
    if (policyName === undefined) throw invalidParameter('policyName must be specified.');
    if (!(await store.policies.delete(placeKey(place, policyName)))) {
      throw new ApiError('ResourceNotFoundException', `Policy with name [${policyName}] does not exist`);
    }
    return {};
  };
}
