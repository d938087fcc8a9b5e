import type { Operation } from '../../../gateway/operation.ts';
import { placeKey } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';
import { namePage } from '../name-page.ts';
import { policyView } from './put-resource-policy.ts';

export interface DescribeResourcePoliciesInput {
  readonly nextToken?: string;
  readonly limit?: number;
  readonly resourceArn?: string;
}

const DEFAULT_LIMIT = 50;

export function describeResourcePolicies(store: LogStore): Operation<DescribeResourcePoliciesInput> {
  return ({ nextToken, limit = DEFAULT_LIMIT, resourceArn }, place) => {
    // Policies of single resources cannot be put, so none is there.
    if (resourceArn !== undefined) return { resourcePolicies: [] };
    const policies = store.policies.list({ prefix: placeKey(place) }).map(({ value }) => value);
    const page = namePage(policies, ({ name }) => name, limit, nextToken);
    return { resourcePolicies: page.items.map(policyView), nextToken: page.nextToken };
  };
}
