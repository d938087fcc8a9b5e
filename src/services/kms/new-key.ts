import { randomBytes } from 'node:crypto';
import type { KeyPlace, KeyRecord, Kms } from './key-record.ts';

const MATERIAL_BYTES = 32;

export function newKey(kms: Kms, { account, region }: KeyPlace, more: Partial<KeyRecord> = {}): KeyRecord {
  const uuid = kms.ids.uuid();
  return {
    id: more.isMultiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid,
    account,
    region,
    createdMs: kms.clock.now(),
    description: '',
    isEnabled: true,
    manager: 'CUSTOMER',
    isMultiRegion: false,
    policy: defaultPolicy(account),
    tags: [],
    material: randomBytes(MATERIAL_BYTES).toString('base64'),
    ...more,
  };
}

/** The one that KMS gives to keys without a policy, with its spacing. */
function defaultPolicy(account: string): string {
  const policy = {
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
  return JSON.stringify(policy, undefined, 2).replaceAll(/^( *)"([^"]+)": /gm, '$1"$2" : ');
}
