/**
 * Finds the key that a `KeyId` means: an id, an ARN, an alias or an alias's ARN.
 *
 * F1 A key whose time has come is gone, whether or not its record is still there. F2 The aliases of services (`alias/aws/…`) exist once they
 * are used.
 */

import { ApiError } from '../../gateway/operation.ts';
import { aliasArn, type KeyPlace, type KeyRecord, type Kms, keyArn, placePrefix } from './key-record.ts';
import { invalidArn, invalidState, notFound } from './kms-errors.ts';

const KEY_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i;

/** @throws {ApiError} NotFoundException, InvalidArnException */
export function requireKey(kms: Kms, place: KeyPlace, keyId: string): KeyRecord {
  if (!keyId.startsWith('arn:')) return byResource(kms, place, keyId);
  const parts = keyId.split(':');
  const [, , service, region, account] = parts;
  const resource = parts.slice(5).join(':');
  if (service !== 'kms' || !/^(?:key|alias)\//.test(resource)) throw invalidArn(`Invalid arn ${keyId}`);
  if (region !== place.region) throw notFound(`Invalid arn ${region}`);
  const owner = { account: account ?? '', region };
  return byResource(kms, owner, resource.startsWith('key/') ? resource.slice(4) : resource);
}

function byResource(kms: Kms, place: KeyPlace, resource: string): KeyRecord {
  if (resource.startsWith('alias/')) {
    const alias = kms.aliases.get(placePrefix(place) + resource);
    const key = alias && findKey(kms, place, alias.targetKeyId);
    if (!key) throw notFound(`Alias ${aliasArn(place, resource)} is not found.`);
    return key;
  }
  if (!KEY_ID.test(resource)) throw notFound(`Invalid keyId '${resource}'`);
  const key = findKey(kms, place, resource.toLowerCase());
  if (!key) throw notFound(`Key '${keyArn({ ...place, id: resource })}' does not exist`);
  return key;
}

export function findKey(kms: Kms, place: KeyPlace, id: string): KeyRecord | undefined {
  const key = kms.keys.get(placePrefix(place) + id);
  return key?.deletionMs !== undefined && key.deletionMs <= kms.clock.now() ? undefined : key;
}

/** A key that may be changed: not on its way out. */
export function requireStayingKey(kms: Kms, place: KeyPlace, keyId: string): KeyRecord {
  const key = requireKey(kms, place, keyId);
  if (key.deletionMs !== undefined) throw invalidState(`${keyArn(key)} is pending deletion.`);
  return key;
}

/** A key that may encrypt and decrypt. */
export function requireUsableKey(kms: Kms, place: KeyPlace, keyId: string): KeyRecord {
  const key = requireStayingKey(kms, place, keyId);
  if (!key.isEnabled) throw new ApiError('DisabledException', `${keyArn(key)} is disabled.`);
  return key;
}

/** A key that callers may change: not one that a service keeps for itself. */
export function requireOwnKey(kms: Kms, place: KeyPlace, keyId: string): KeyRecord {
  const key = requireStayingKey(kms, place, keyId);
  if (key.manager === 'AWS') {
    throw new ApiError('AccessDeniedException', `The key ${keyArn(key)} is managed by AWS: it cannot be changed.`);
  }
  return key;
}
