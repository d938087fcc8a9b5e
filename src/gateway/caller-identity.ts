/**
 * Who calls, and where: account, region and service, as the credential scope of the signature says.
 * A 12-digit access key id selects the account. Unsigned requests are from the default account and region.
 */
import type { PresignedV2 } from './sigv2.ts';
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

export function callerIdentity(signature: Signature | undefined, presignedV2?: PresignedV2): CallerIdentity {
  if (!signature) {
    if (!presignedV2) return ANONYMOUS;
    const { accessKeyId } = presignedV2;
    return { account: accountOf(accessKeyId), region: DEFAULT_REGION, accessKeyId, signingName: 's3' };
  }
  return {
    account: accountOf(signature.accessKeyId),
    // A scope may name pseudo regions: `aws-global`, or `*` for signatures over several.
    region: REGION.test(signature.region) ? signature.region : DEFAULT_REGION,
    accessKeyId: signature.accessKeyId,
    signingName: signature.service,
  };
}

function accountOf(accessKeyId: string): string {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
}
