/**
 * Roles and their policies are recorded so that scripts which make them work, and enforced nowhere.
 * Role names are unique in an account; everything of a role lives in its one record.
 */
import type { OperationContext } from '../../gateway/operation.ts';
import { ApiError } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordCollection } from '../../store/records.ts';
import type { PolicyRecord } from './policy-record.ts';

export interface IamTag {
  readonly Key: string;
  readonly Value: string;
}

export interface RoleRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdMs: number;
  /** JSON text. */
  readonly assumeRolePolicy: string;
  readonly description?: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundary?: string;
  readonly tags: readonly IamTag[];
  /** Inline policies: JSON text by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached policies. */
  readonly attached: readonly string[];
}

export const ROLES = 'iam.roles';

export interface Iam {
  readonly roles: RecordCollection<RoleRecord>;
  /** By ARN. */
  readonly policies: RecordCollection<PolicyRecord>;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function roleKey({ account }: OperationContext, name: string): string {
  return `${account}/${name}`;
}

/** @throws {ApiError} NoSuchEntity */
export function requireRole({ roles }: Iam, context: OperationContext, name: string): RoleRecord {
  const role = roles.get(roleKey(context, name));
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export async function changeRole(
  iam: Iam,
  context: OperationContext,
  name: string,
  change: (role: RoleRecord) => RoleRecord,
): Promise<Record<string, never>> {
  await iam.roles.put(roleKey(context, name), change(requireRole(iam, context, name)));
  return {};
}

export function noSuchEntity(message: string): ApiError {
  return new ApiError('NoSuchEntityException', message, { status: 404 });
}

/** @throws {ApiError} MalformedPolicyDocument */
export function requirePolicyDocument(text: string): string {
  try {
    if (typeof JSON.parse(text) === 'object') return text;
  } catch {
    // What follows says so.
  }
  throw new ApiError('MalformedPolicyDocumentException', 'This policy contains invalid Json');
}

export function roleView(role: RoleRecord) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdMs),
    // IAM answers with the document as a URL would carry it.
    AssumeRolePolicyDocument: encodeURIComponent(role.assumeRolePolicy),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.permissionsBoundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.permissionsBoundary },
    }),
    ...(role.tags.length > 0 && { Tags: role.tags }),
  };
}
