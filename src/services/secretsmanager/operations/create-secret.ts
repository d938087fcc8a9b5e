import type { Operation } from '../../../gateway/operation.ts';
import { addVersion } from '../add-version.ts';
import { checkName, findByName } from '../find-secret.ts';
import { newSecretArn } from '../secret-arn.ts';
import { putSecret, removeSecret } from '../secret-changes.ts';
import { invalidParameter, invalidRequest, resourceExists } from '../secret-errors.ts';
import {
  placePrefix,
  type SecretPlace,
  type SecretRecord,
  type SecretsManager,
  type SecretTag,
} from '../secret-record.ts';
import { areEqual, openValue, readValueInput, type SecretValue, type ValueInput } from '../secret-value.ts';
import { mergeTags } from '../tags.ts';

export interface CreateSecretInput extends ValueInput {
  readonly Name: string;
  readonly ClientRequestToken?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly Type?: string;
  readonly Tags?: readonly Partial<SecretTag>[];
  readonly AddReplicaRegions?: readonly object[];
}

export function createSecret(manager: SecretsManager): Operation<CreateSecretInput> {
  const creating = new Map<string, Promise<unknown>>();
  const create = async (input: CreateSecretInput, context: SecretPlace) => {
    checkName(input.Name);
    if (input.AddReplicaRegions?.length) throw invalidParameter('Replicas in other regions are not supported here.');
    const value = readValueInput(input);
    const existing = findByName(manager, context, input.Name);
    if (existing) return repeated(manager, existing, input, value);
    await purge(manager, context, input.Name);
    const secret = newSecret(manager, context, input);
    if (!value) {
      await manager.records.write([putSecret(secret)]);
      return { ARN: secret.arn, Name: secret.name };
    }
    const { versionId } = await addVersion(manager, secret, { value, token: input.ClientRequestToken });
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  };
  return async (input, context) => {
    // Encryption takes a moment: two requests for one name go one after the other.
    const key = placePrefix(context) + input.Name;
    const turn = (creating.get(key) ?? Promise.resolve()).catch(() => {}).then(() => create(input, context));
    creating.set(key, turn);
    try {
      return await turn;
    } finally {
      if (creating.get(key) === turn) creating.delete(key);
    }
  };
}

function newSecret(manager: SecretsManager, place: SecretPlace, input: CreateSecretInput): SecretRecord {
  const nowMs = manager.clock.now();
  return {
    name: input.Name,
    arn: newSecretArn(manager.ids, place, input.Name),
    description: input.Description,
    kmsKeyId: input.KmsKeyId,
    type: input.Type,
    createdMs: nowMs,
    changedMs: nowMs,
    tags: mergeTags([], input.Tags ?? []),
    versions: {},
  };
}

/** The same request once more answers as before; anything else meets a name that is taken. */
function repeated(
  manager: SecretsManager,
  existing: SecretRecord,
  { ClientRequestToken, Name }: CreateSecretInput,
  value: SecretValue | undefined,
) {
  if (existing.deleted) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (ClientRequestToken !== undefined && value && existing.versions[ClientRequestToken]) {
    if (areEqual(openValue(manager, existing, ClientRequestToken), value)) {
      return { ARN: existing.arn, Name, VersionId: ClientRequestToken };
    }
  }
  throw resourceExists(`The operation failed because the secret ${Name} already exists.`);
}

/** One under this name whose recovery window has passed. */
async function purge(manager: SecretsManager, place: SecretPlace, name: string): Promise<void> {
  const gone = manager.secrets.get(placePrefix(place) + name);
  if (gone) await manager.records.write(removeSecret(gone));
}
