import { requireSecret } from './find-secret.ts';
import { putSecret } from './secret-changes.ts';
import type { SecretPlace, SecretRecord, SecretsManager } from './secret-record.ts';

/** Writes what `change` makes of a secret. @throws {ApiError} */
export async function changeSecret(
  manager: SecretsManager,
  place: SecretPlace,
  secretId: string,
  change: (secret: SecretRecord) => SecretRecord,
): Promise<SecretRecord> {
  const changed = change(requireSecret(manager, place, secretId));
  await manager.records.write([putSecret(changed)]);
  return changed;
}
