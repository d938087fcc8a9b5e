/**
 * Who calls, and where: account, region and service, as the credential scope of the signature says.
 * A 12-digit access key id selects the account. Unsigned requests are from the default account and region.
 */
import type { Signature } from './sigv4.ts';

export interface CallerIdentity {
  readonly account: string;
  readonly region: string;
  readonly accessKeyId?: string;
  /** Signing name of the service: `states`, `s3`, `ses`. */
  readonly signingName?: string;
}

export const DEFAULT_ACCOUNT = '000000000000';
export const DEFAULT_REGION = 'us-east-1';

const ANONYMOUS: CallerIdentity = { account: DEFAULT_ACCOUNT, region: DEFAULT_REGION };
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;

export function callerIdentity(signature: Signature | undefined): CallerIdentity {
  if (!signature) return ANONYMOUS;
  return {
    account: /^\d{12}$/.test(signature.accessKeyId) ? signature.accessKeyId : DEFAULT_ACCOUNT,
    // A scope may name pseudo regions: `aws-global`, or `*` for signatures over several.
    region: REGION.test(signature.region) ? signature.region : DEFAULT_REGION,
    accessKeyId: signature.accessKeyId,
    signingName: signature.service,
  };
}
