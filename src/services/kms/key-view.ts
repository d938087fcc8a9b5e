import { type KeyRecord, keyArn } from './key-record.ts';

export function keyView(key: KeyRecord) {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: keyArn(key),
    CreationDate: new Date(key.createdMs),
    Enabled: key.isEnabled && key.deletionMs === undefined,
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: keyState(key),
    ...(key.deletionMs !== undefined && { DeletionDate: new Date(key.deletionMs) }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.isMultiRegion,
    ...(key.isMultiRegion && {
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'PRIMARY',
        PrimaryKey: { Arn: keyArn(key), Region: key.region },
        ReplicaKeys: [],
      },
    }),
  };
}

export function keyState(key: KeyRecord): 'Enabled' | 'Disabled' | 'PendingDeletion' {
  if (key.deletionMs !== undefined) return 'PendingDeletion';
  return key.isEnabled ? 'Enabled' : 'Disabled';
}
