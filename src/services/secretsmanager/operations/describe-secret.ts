import type { Operation } from '../../../gateway/operation.ts';
import { requireAnySecret } from '../find-secret.ts';
import type { SecretsManager } from '../secret-record.ts';
import { secretView } from '../secret-view.ts';
import { versionsToStages } from '../versions.ts';

export function describeSecret(manager: SecretsManager): Operation<{ readonly SecretId: string }> {
  return ({ SecretId }, context) => {
    const secret = requireAnySecret(manager, context, SecretId);
    const stages = versionsToStages(secret);
    return { ...secretView(secret), ...(Object.keys(stages).length > 0 && { VersionIdsToStages: stages }) };
  };
}
