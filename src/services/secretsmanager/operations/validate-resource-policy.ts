import type { Operation } from '../../../gateway/operation.ts';
import { requireSecret } from '../find-secret.ts';
import { isPublicPolicy, requirePolicy } from '../policy-document.ts';
import type { SecretsManager } from '../secret-record.ts';

export interface ValidateResourcePolicyInput {
  readonly SecretId?: string;
  readonly ResourcePolicy: string;
}

export function validateResourcePolicy(manager: SecretsManager): Operation<ValidateResourcePolicyInput> {
  return ({ SecretId, ResourcePolicy }, context) => {
    if (SecretId !== undefined) requireSecret(manager, context, SecretId);
    const isPublic = isPublicPolicy(requirePolicy(ResourcePolicy));
    const ValidationErrors = isPublic
      ? [{ CheckName: 'PUBLIC_ACCESS', ErrorMessage: 'The policy grants public access.' }]
      : [];
    return { PolicyValidationPassed: !isPublic, ValidationErrors };
  };
}
