import type { Operation } from '../../../gateway/operation.ts';
import { alreadyExists, type PolicyRecord, policyView } from '../policy-record.ts';
import { type Iam, type IamTag, requirePolicyDocument } from '../role-record.ts';

export interface CreatePolicyInput {
  readonly PolicyName: string;
  readonly Path?: string;
  readonly PolicyDocument: string;
  readonly Description?: string;
  readonly Tags?: readonly IamTag[];
}

/** Names are unique in an account whatever their path. */
export function createPolicy(iam: Iam): Operation<CreatePolicyInput> {
  const { policies, clock, ids } = iam;
  return async ({ PolicyName, Path = '/', PolicyDocument, Description, Tags = [] }, { account }) => {
    const prefix = `arn:aws:iam::${account}:policy/`;
    if (policies.list({ prefix }).some(({ value }) => value.name === PolicyName)) {
      throw alreadyExists(`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`);
    }
    const policy: PolicyRecord = {
      name: PolicyName,
      id: `ANPA${ids.uuid().replaceAll('-', '').toUpperCase().slice(0, 17)}`,
      arn: `arn:aws:iam::${account}:policy${Path}${PolicyName}`,
      path: Path,
      createdMs: clock.now(),
      document: requirePolicyDocument(PolicyDocument),
      description: Description,
      tags: Tags,
    };
    await policies.put(policy.arn, policy);
    return { Policy: policyView(iam, policy) };
  };
}
