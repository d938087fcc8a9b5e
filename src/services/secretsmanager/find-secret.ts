/**
 * Finds the secret that a `SecretId` means: its name, its ARN, or its ARN without the six characters at the end.
 *
 * F1 A secret whose recovery window has passed is gone, whether or not its record is still there.
 */

import { invalidRequest, notFound, validation } from './secret-errors.ts';
import { placePrefix, type SecretPlace, type SecretRecord, type SecretsManager } from './secret-record.ts';

const ARN = /^arn:[a-z-]+:secretsmanager:([a-z0-9-]*):(\d*):secret:(.+)$/;
const NAME = /^[A-Za-z0-9/_+=.@!-]+$/;

/** One that is deleted, but can still be restored, is found as well. @throws {ApiError} ResourceNotFoundException */
export function requireAnySecret(manager: SecretsManager, place: SecretPlace, secretId: string): SecretRecord {
  const secret = findSecret(manager, place, secretId);
  if (!secret) throw notFound();
  return secret;
}

/** @throws {ApiError} ResourceNotFoundException; InvalidRequestException for a deleted one */
export function requireSecret(manager: SecretsManager, place: SecretPlace, secretId: string): SecretRecord {
  const secret = requireAnySecret(manager, place, secretId);
  if (secret.deleted) {
    throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
  }
  return secret;
}

export function findSecret(manager: SecretsManager, place: SecretPlace, secretId: string): SecretRecord | undefined {
  const match = ARN.exec(secretId);
  if (!match) {
    if (secretId.startsWith('arn:')) throw notFound();
    checkName(secretId);
    return findByName(manager, place, secretId);
  }
  const [, region, account, resource] = match as unknown as [string, string, string, string];
  if (region !== place.region) return undefined;
  const owner = { region, account };
  const whole = /^(.+)-[A-Za-z0-9]{6}$/.exec(resource);
  const byWhole = whole ? findByName(manager, owner, whole[1]!) : undefined;
  return byWhole?.arn === secretId ? byWhole : findByName(manager, owner, resource);
}

export function findByName(manager: SecretsManager, place: SecretPlace, name: string): SecretRecord | undefined {
  const secret = manager.secrets.get(placePrefix(place) + name);
  return secret && isGone(manager, secret) ? undefined : secret;
}

export function isGone({ clock }: SecretsManager, { deleted }: SecretRecord): boolean {
  return deleted !== undefined && deleted.purgeMs <= clock.now();
}

/** @throws {ApiError} ValidationException */
export function checkName(name: string): void {
  if (!NAME.test(name)) {
    throw validation(
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  }
}

/** In the order of their names; those that are gone are left out. */
export function allSecrets(manager: SecretsManager, place: SecretPlace): readonly SecretRecord[] {
  return manager.secrets
    .list({ prefix: placePrefix(place) })
    .map(({ value }) => value)
    .filter((secret) => !isGone(manager, secret));
}
