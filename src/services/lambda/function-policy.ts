/** Resource policies of functions: recorded and told, not enforced. */
import type { FunctionAddress } from './function-address.ts';
import type { FunctionRecord, PolicyRecord } from './function-record.ts';
import type { Caller, FunctionStore } from './function-store.ts';
import { preconditionFailed } from './lambda-errors.ts';

/** The function, after it was checked that version or alias exist. @throws {ApiError} ResourceNotFoundException */
export function policyOwner(store: FunctionStore, address: FunctionAddress, caller: Caller): FunctionRecord {
  return address.qualifier === undefined
    ? store.require(address, caller)
    : store.requireQualified(address, caller).record;
}

export function policyOf(record: FunctionRecord, qualifier: string | undefined): PolicyRecord | undefined {
  return record.policies[qualifier ?? ''];
}

/** @throws {ApiError} PreconditionFailedException */
export function checkPolicyRevision(policy: PolicyRecord | undefined, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== policy?.revisionId) throw preconditionFailed();
}

/** Without statements there is no policy. */
export function withPolicy(
  record: FunctionRecord,
  qualifier: string | undefined,
  policy: PolicyRecord,
): FunctionRecord {
  const { [qualifier ?? '']: _old, ...others } = record.policies;
  return { ...record, policies: policy.statements.length === 0 ? others : { ...others, [qualifier ?? '']: policy } };
}
