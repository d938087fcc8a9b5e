/**
 * Identities, and who may send as whom.
 *
 * I1 An address may send if it is verified, or its domain or a domain above that. I2 Domains know no capitals, addresses do before the `@`.
 */
import { ApiError } from '../../gateway/operation.ts';
import { addressOf } from '../mail/address.ts';
import { type IdentityRecord, placePrefix, type Ses, type SesPlace } from './ses-record.ts';

export function identityKey(place: SesPlace, identity: string): string {
  return placePrefix(place) + normal(identity);
}

function normal(identity: string): string {
  const at = identity.lastIndexOf('@');
  return identity.slice(0, at + 1) + identity.slice(at + 1).toLowerCase();
}

export function newIdentity(ses: Ses, identity: string, more: Partial<IdentityRecord> = {}): IdentityRecord {
  return {
    identity: normal(identity),
    type: identity.includes('@') ? 'EmailAddress' : 'Domain',
    createdMs: ses.clock.now(),
    tags: [],
    dkimEnabled: !identity.includes('@'),
    feedbackForwarding: true,
    ...more,
  };
}

/** Once more is the same as once. */
export async function verifyIdentity(ses: Ses, place: SesPlace, identity: string): Promise<void> {
  const key = identityKey(place, identity);
  if (!ses.identities.has(key)) await ses.identities.put(key, newIdentity(ses, identity));
}

export function listIdentities(ses: Ses, place: SesPlace): readonly IdentityRecord[] {
  return ses.identities.list({ prefix: placePrefix(place) }).map(({ value }) => value);
}

/** @throws {ApiError} MessageRejected */
export function requireVerifiedSenders(ses: Ses, place: SesPlace, senders: readonly string[]): void {
  const failed = [...new Set(senders)].filter((sender) => !maySend(ses, place, addressOf(sender)));
  if (failed.length === 0) return;
  throw new ApiError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${place.region.toUpperCase()}: ${failed.join(', ')}`,
  );
}

function maySend(ses: Ses, place: SesPlace, address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split('.');
  const domains = labels.map((_, index) => labels.slice(index).join('.'));
  const plain = `${local.split('+')[0]}@${domains[0]}`;
  return [address, plain, ...domains].some((identity) => ses.identities.has(identityKey(place, identity)));
}
