import type { Operation } from '../../../gateway/operation.ts';
import { changeSecret } from '../change-secret.ts';
import { invalidParameter, notFound } from '../secret-errors.ts';
import { CURRENT, type SecretRecord, type SecretsManager } from '../secret-record.ts';
import { moveStages, versionWith } from '../versions.ts';

export interface UpdateSecretVersionStageInput {
  readonly SecretId: string;
  readonly VersionStage: string;
  readonly RemoveFromVersionId?: string;
  readonly MoveToVersionId?: string;
}

export function updateSecretVersionStage(manager: SecretsManager): Operation<UpdateSecretVersionStageInput> {
  return async (input, context) => {
    const { arn, name } = await changeSecret(manager, context, input.SecretId, (secret) => moved(secret, input));
    return { ARN: arn, Name: name };
  };
}

function moved(secret: SecretRecord, input: UpdateSecretVersionStageInput): SecretRecord {
  const { VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: to } = input;
  for (const id of [from, to]) {
    if (id !== undefined && !secret.versions[id]) {
      throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${id}`);
    }
  }
  const holder = versionWith(secret, stage);
  if (from !== undefined && holder !== from) {
    throw invalidParameter(`Version ${from} is not associated with staging label ${stage}.`);
  }
  if (to !== undefined) {
    if (holder !== undefined && holder !== to && from === undefined) {
      throw invalidParameter(
        `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
      );
    }
    return { ...secret, versions: moveStages(secret.versions, to, [stage]) };
  }
  if (from === undefined) throw invalidParameter('You must provide either MoveToVersionId or RemoveFromVersionId.');
  if (stage === CURRENT) {
    throw invalidParameter(
      `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
    );
  }
  const version = secret.versions[from]!;
  const stages = version.stages.filter((other) => other !== stage);
  return { ...secret, versions: { ...secret.versions, [from]: { ...version, stages } } };
}
