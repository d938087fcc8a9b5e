import { requireSecret } from './find-secret.ts';
import { putSecret } from './secret-changes.ts';
import { invalidParameter, notFound } from './secret-errors.ts';
import { CURRENT, type SecretPlace, type SecretRecord, type SecretsManager } from './secret-record.ts';
import { openValue, valueView } from './secret-value.ts';
import { versionWith } from './versions.ts';

export interface ReadSecretInput {
  readonly SecretId: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
}

/** What GetSecretValue answers. @throws {ApiError} */
export async function readSecret(manager: SecretsManager, place: SecretPlace, input: ReadSecretInput) {
  const secret = requireSecret(manager, place, input.SecretId);
  const versionId = requireVersion(secret, input);
  const version = secret.versions[versionId]!;
  const value = valueView(openValue(manager, secret, versionId));
  await noteAccess(manager, secret, versionId);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: versionId,
    ...value,
    ...(version.stages.length > 0 && { VersionStages: version.stages }),
    CreatedDate: new Date(version.createdMs),
  };
}

function requireVersion(secret: SecretRecord, { VersionId, VersionStage }: ReadSecretInput): string {
  if (VersionId !== undefined) {
    const version = secret.versions[VersionId];
    if (!version) throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${VersionId}`);
    if (VersionStage !== undefined && !version.stages.includes(VersionStage)) {
      throw invalidParameter('You provided a VersionStage that is not associated to the provided VersionId.');
    }
    return VersionId;
  }
  const stage = VersionStage ?? CURRENT;
  const found = versionWith(secret, stage);
  if (found === undefined)
    throw notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage}`);
  return found;
}

const DAY_MS = 86_400_000;

/** Access is told by the day: a write a day for each version that is read. */
async function noteAccess(manager: SecretsManager, secret: SecretRecord, versionId: string): Promise<void> {
  const today = Math.floor(manager.clock.now() / DAY_MS) * DAY_MS;
  const version = secret.versions[versionId]!;
  if (secret.accessedMs === today && version.accessedMs === today) return;
  const versions = { ...secret.versions, [versionId]: { ...version, accessedMs: today } };
  await manager.records.write([putSecret({ ...secret, accessedMs: today, versions })]);
}
