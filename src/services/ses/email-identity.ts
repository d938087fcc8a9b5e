/** Identities as version 2 of the API shows them. */
import { ApiError } from '../../gateway/operation.ts';
import { dkimTokens } from './dns-token.ts';
import { identityKey } from './identities.ts';
import type { IdentityRecord, Ses, SesPlace } from './ses-record.ts';

/** @throws {ApiError} NotFoundException */
export function requireIdentity(ses: Ses, place: SesPlace, identity: string): IdentityRecord {
  const record = ses.identities.get(identityKey(place, identity));
  if (!record) throw new ApiError('NotFoundException', `Email identity ${identity} does not exist.`);
  return record;
}

/** @throws {ApiError} NotFoundException */
export async function changeIdentity(
  ses: Ses,
  place: SesPlace,
  identity: string,
  change: (record: IdentityRecord) => IdentityRecord,
): Promise<Record<string, never>> {
  await ses.identities.put(identityKey(place, identity), change(requireIdentity(ses, place, identity)));
  return {};
}

export function identityType({ type }: IdentityRecord): 'EMAIL_ADDRESS' | 'DOMAIN' {
  return type === 'Domain' ? 'DOMAIN' : 'EMAIL_ADDRESS';
}

export function dkimView(record: IdentityRecord, { account }: SesPlace) {
  const isDomain = record.type === 'Domain';
  return {
    SigningEnabled: record.dkimEnabled,
    Status: isDomain ? 'SUCCESS' : 'NOT_STARTED',
    ...(isDomain && { Tokens: dkimTokens(account, record.identity) }),
    SigningAttributesOrigin: 'AWS_SES',
    NextSigningKeyLength: 'RSA_2048_BIT',
    ...(isDomain && { CurrentSigningKeyLength: 'RSA_2048_BIT' }),
  };
}
