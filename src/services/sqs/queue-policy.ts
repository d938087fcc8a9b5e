/** The access policy of a queue, as far as AddPermission and RemovePermission touch it. */
import type { QueueRecord } from './queue-record.ts';
import { parseObject } from './redrive-policy.ts';

export interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

export function readPolicy({ attributes }: QueueRecord): Policy | undefined {
  const policy = parseObject(attributes['Policy'] ?? '');
  if (!policy) return undefined;
  const statement = policy['Statement'] ?? [];
  return { ...policy, Statement: (Array.isArray(statement) ? statement : [statement]) as Policy['Statement'] };
}
