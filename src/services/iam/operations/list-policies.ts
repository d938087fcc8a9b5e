import type { Operation } from '../../../gateway/operation.ts';
import { policyView, rolesWith } from '../policy-record.ts';
import type { Iam } from '../role-record.ts';

export interface ListPoliciesInput {
  readonly Scope?: 'All' | 'AWS' | 'Local';
  readonly OnlyAttached?: boolean;
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

const DEFAULT_PAGE = 100;

/** The account's own; of AWS's there is no list here. */
export function listPolicies(iam: Iam): Operation<ListPoliciesInput> {
  return ({ Scope = 'All', OnlyAttached, PathPrefix = '/', Marker, MaxItems = DEFAULT_PAGE }, { account }) => {
    const own = Scope === 'AWS' ? [] : iam.policies.list({ prefix: `arn:aws:iam::${account}:policy/`, after: Marker });
    const found = own
      .map(({ value }) => value)
      .filter((policy) => policy.path.startsWith(PathPrefix) && (!OnlyAttached || rolesWith(iam, policy).length > 0));
    const page = found.slice(0, MaxItems);
    const isTruncated = found.length > page.length;
    return {
      Policies: page.map((policy) => {
        // A listing leaves out what GetPolicy tells besides.
        const { Tags: _tags, Description: _description, ...view } = policyView(iam, policy);
        return view;
      }),
      IsTruncated: isTruncated,
      ...(isTruncated && { Marker: page.at(-1)?.arn }),
    };
  };
}
