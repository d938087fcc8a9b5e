/** PutResourcePolicy: recorded, not enforced. */
import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { invalidParameter, notSupported } from '../errors.ts';
import { placeKey, type ResourcePolicyRecord } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';

export interface PutResourcePolicyInput {
  readonly policyName?: string;
  readonly policyDocument?: string;
  readonly resourceArn?: string;
  readonly expectedRevisionId?: string;
}

const MAX_POLICIES = 10;

export function putResourcePolicy(store: LogStore): Operation<PutResourcePolicyInput> {
  return async ({ policyName: name, policyDocument: document, resourceArn }, place) => {
    if (resourceArn !== undefined) throw notSupported('A policy of a single resource (resourceArn)');
    if (!name || document === undefined) throw invalidParameter('policyName and policyDocument must be specified.');
    if (!isObject(document)) throw invalidParameter('Invalid Policy document');
    const key = placeKey(place, name);
    if (!store.policies.has(key) && store.policies.count(placeKey(place)) >= MAX_POLICIES) {
      throw new ApiError('LimitExceededException', 'Resource limit exceeded.');
    }
    const policy: ResourcePolicyRecord = { name, document, updatedMs: store.clock.now() };
    await store.policies.put(key, policy);
    return { resourcePolicy: policyView(policy) };
  };
}

export function policyView({ name, document, updatedMs }: ResourcePolicyRecord) {
  return { policyName: name, policyDocument: document, lastUpdatedTime: updatedMs };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
