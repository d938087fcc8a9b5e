/** Managed policies of the account, each with its one version. Policies of AWS's own are known by their ARN alone. */
import { ApiError } from '../../gateway/operation.ts';
import { type Iam, type IamTag, noSuchEntity, type RoleRecord } from './role-record.ts';

export interface PolicyRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdMs: number;
  /** JSON text. */
  readonly document: string;
  readonly description?: string;
  readonly tags: readonly IamTag[];
}

export const POLICIES = 'iam.policies';
export const ONLY_VERSION = 'v1';

/** @throws {ApiError} NoSuchEntity */
export function requirePolicy({ policies }: Iam, arn: string): PolicyRecord {
  const policy = policies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** Roles of the policy's account that it is attached to. */
export function rolesWith({ roles }: Iam, { arn }: PolicyRecord): readonly RoleRecord[] {
  const account = arn.split(':')[4];
  return roles
    .list({ prefix: `${account}/` })
    .map(({ value }) => value)
    .filter((role) => role.attached.includes(arn));
}

export function policyView(iam: Iam, policy: PolicyRecord) {
  const created = new Date(policy.createdMs);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: ONLY_VERSION,
    AttachmentCount: rolesWith(iam, policy).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description !== undefined && { Description: policy.description }),
    CreateDate: created,
    UpdateDate: created,
    ...(policy.tags.length > 0 && { Tags: policy.tags }),
  };
}

export const alreadyExists = (message: string): ApiError =>
  new ApiError('EntityAlreadyExistsException', message, { status: 409 });
