/** Policies of a parameter (expiry, notices) are recorded; nothing acts on them. */
import { ApiError } from '../../gateway/operation.ts';
import type { Tier } from './parameter-record.ts';
import { validation } from './ssm-errors.ts';

const TYPES = ['Expiration', 'ExpirationNotification', 'NoChangeNotification'];

/** @throws {ApiError} */
export function checkPolicies(text: string | undefined, tier: Tier): string | undefined {
  if (text === undefined) return undefined;
  const policies = read(text);
  for (const policy of policies) {
    const type = (policy as { Type?: unknown } | null)?.Type;
    if (!TYPES.includes(type as string)) {
      throw new ApiError(
        'InvalidPolicyTypeException',
        `Invalid policy type: ${String(type)}. Valid types: ${TYPES.join(', ')}`,
      );
    }
  }
  if (policies.length > 0 && tier === 'Standard') {
    throw validation('Parameter policies can only be added to advanced parameters.');
  }
  return policies.length === 0 ? undefined : JSON.stringify(policies);
}

function read(text: string): readonly unknown[] {
  try {
    const policies: unknown = JSON.parse(text === '{}' ? '[]' : text);
    if (Array.isArray(policies)) return policies;
  } catch {
    // Noise; said below.
  }
  throw new ApiError('InvalidPolicyAttributeException', 'The policies are not valid JSON.');
}
