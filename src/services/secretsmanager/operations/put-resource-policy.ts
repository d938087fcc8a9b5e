import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { changeSecret } from '../change-secret.ts';
import { isPublicPolicy, requirePolicy } from '../policy-document.ts';
import type { SecretsManager } from '../secret-record.ts';

export interface PutResourcePolicyInput {
  readonly SecretId: string;
  readonly ResourcePolicy: string;
  readonly BlockPublicPolicy?: boolean;
}

export function putResourcePolicy(manager: SecretsManager): Operation<PutResourcePolicyInput> {
  return async ({ SecretId, ResourcePolicy, BlockPublicPolicy }, context) => {
    const policy = requirePolicy(ResourcePolicy);
    if (BlockPublicPolicy && isPublicPolicy(policy)) {
      throw new ApiError(
        'PublicPolicyException',
        'The resource policy did not pass validation. The policy grants public access.',
      );
    }
    const { arn, name } = await changeSecret(manager, context, SecretId, (secret) => ({ ...secret, policy }));
    return { ARN: arn, Name: name };
  };
}
