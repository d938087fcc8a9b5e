/**
 * Adds a version to a secret, once per token.
 *
 * A1 A token that was used with the same value changes nothing and answers as before. A2 Between the reading of the secret and the write of
 * its record nothing else of it changes: the value is encrypted before.
 */

import { findByName } from './find-secret.ts';
import { placeOf, putSecret, removeValue } from './secret-changes.ts';
import { resourceExists } from './secret-errors.ts';
import { CURRENT, type SecretRecord, type SecretsManager } from './secret-record.ts';
import { areEqual, openValue, type SecretValue, sealValue } from './secret-value.ts';
import { dropDeprecated, moveStages } from './versions.ts';

export interface NewVersion {
  readonly value: SecretValue;
  readonly token?: string;
  /** Default: AWSCURRENT. */
  readonly stages?: readonly string[];
  /** What else changes about the secret. */
  readonly change?: (secret: SecretRecord) => SecretRecord;
}

export interface AddedVersion {
  readonly secret: SecretRecord;
  readonly versionId: string;
}

/** @throws {ApiError} ResourceExistsException for a token that was used with another value */
export async function addVersion(
  manager: SecretsManager,
  secret: SecretRecord,
  { value, token, stages = [CURRENT], change = (same) => same }: NewVersion,
): Promise<AddedVersion> {
  const versionId = token ?? manager.ids.uuid();
  const sealed = await sealValue(manager, change(secret), versionId, value);
  const latest = findByName(manager, placeOf(secret), secret.name) ?? secret;
  if (latest.versions[versionId]) {
    if (!areEqual(openValue(manager, latest, versionId), value)) {
      throw resourceExists(
        `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    }
    return { secret: latest, versionId };
  }
  const nowMs = manager.clock.now();
  const isFirst = Object.keys(latest.versions).length === 0;
  const withNew = { ...latest.versions, [versionId]: { createdMs: nowMs, stages: [] } };
  const { kept, dropped } = dropDeprecated(
    moveStages(withNew, versionId, isFirst ? [...new Set([CURRENT, ...stages])] : stages),
  );
  const next = change({ ...latest, versions: kept, changedMs: nowMs });
  const removed = dropped.map((id) => removeValue(next, id));
  await manager.records.write([sealed, putSecret(next), ...removed]);
  return { secret: next, versionId };
}
