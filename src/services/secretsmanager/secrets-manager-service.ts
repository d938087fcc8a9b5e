/** Secrets Manager: secrets with versions and stages, encrypted under a key of KMS. Rotation and replicas are not here. */
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Records } from '../../store/records.ts';
import type { KeyRing } from '../kms/key-ring.ts';
import { batchGetSecretValue } from './operations/batch-get-secret-value.ts';
import { createSecret } from './operations/create-secret.ts';
import { deleteResourcePolicy } from './operations/delete-resource-policy.ts';
import { deleteSecret } from './operations/delete-secret.ts';
import { describeSecret } from './operations/describe-secret.ts';
import { getRandomPassword } from './operations/get-random-password.ts';
import { getResourcePolicy } from './operations/get-resource-policy.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { listSecretVersionIds } from './operations/list-secret-version-ids.ts';
import { listSecrets } from './operations/list-secrets.ts';
import { putResourcePolicy } from './operations/put-resource-policy.ts';
import { putSecretValue } from './operations/put-secret-value.ts';
import { restoreSecret } from './operations/restore-secret.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateSecret } from './operations/update-secret.ts';
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts';
import { validateResourcePolicy } from './operations/validate-resource-policy.ts';
import { SECRETS, type SecretsManager, VALUES } from './secret-record.ts';

export interface SecretsManagerServiceOptions {
  readonly records: Records;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function createSecretsManagerService({ records, keyRing, clock, ids }: SecretsManagerServiceOptions): Service {
  const manager: SecretsManager = {
    records,
    secrets: records.collection(SECRETS),
    values: records.collection(VALUES),
    keyRing,
    clock,
    ids,
  };
  return {
    model: 'secretsmanager',
    operations: {
      BatchGetSecretValue: batchGetSecretValue(manager),
      CreateSecret: createSecret(manager),
      DeleteResourcePolicy: deleteResourcePolicy(manager),
      DeleteSecret: deleteSecret(manager),
      DescribeSecret: describeSecret(manager),
      GetRandomPassword: getRandomPassword(),
      GetResourcePolicy: getResourcePolicy(manager),
      GetSecretValue: getSecretValue(manager),
      ListSecretVersionIds: listSecretVersionIds(manager),
      ListSecrets: listSecrets(manager),
      PutResourcePolicy: putResourcePolicy(manager),
      PutSecretValue: putSecretValue(manager),
      RestoreSecret: restoreSecret(manager),
      TagResource: tagResource(manager),
      UntagResource: untagResource(manager),
      UpdateSecret: updateSecret(manager),
      UpdateSecretVersionStage: updateSecretVersionStage(manager),
      ValidateResourcePolicy: validateResourcePolicy(manager),
    },
  };
}
