/**
 * The Key Management Service as far as templates and applications need it: symmetric keys with real encryption, aliases, policies and tags
 * recorded. Asymmetric keys, HMAC keys, imported material and grants are not here.
 */
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Records } from '../../store/records.ts';
import { dropDeletedKeys } from './change-key.ts';
import { ALIASES, KEYS, type Kms } from './key-record.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { cancelKeyDeletion } from './operations/cancel-key-deletion.ts';
import { createAlias } from './operations/create-alias.ts';
import { createKey } from './operations/create-key.ts';
import { decrypt } from './operations/decrypt.ts';
import { deleteAlias } from './operations/delete-alias.ts';
import { describeKey } from './operations/describe-key.ts';
import { disableKey } from './operations/disable-key.ts';
import { disableKeyRotation } from './operations/disable-key-rotation.ts';
import { enableKey } from './operations/enable-key.ts';
import { enableKeyRotation } from './operations/enable-key-rotation.ts';
import { encrypt } from './operations/encrypt.ts';
import { generateDataKey } from './operations/generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from './operations/generate-data-key-without-plaintext.ts';
import { generateRandom } from './operations/generate-random.ts';
import { getKeyPolicy } from './operations/get-key-policy.ts';
import { getKeyRotationStatus } from './operations/get-key-rotation-status.ts';
import { listAliases } from './operations/list-aliases.ts';
import { listKeyPolicies } from './operations/list-key-policies.ts';
import { listKeys } from './operations/list-keys.ts';
import { listResourceTags } from './operations/list-resource-tags.ts';
import { putKeyPolicy } from './operations/put-key-policy.ts';
import { reEncrypt } from './operations/re-encrypt.ts';
import { scheduleKeyDeletion } from './operations/schedule-key-deletion.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAlias } from './operations/update-alias.ts';
import { updateKeyDescription } from './operations/update-key-description.ts';

export interface KmsServiceOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface KmsService extends Service {
  /** For services that encrypt what they keep. */
  readonly keyRing: KeyRing;
  /** Removes keys whose time came while nobody asked for them. */
  start(): Promise<void>;
}

export function createKmsService({ records, clock, ids }: KmsServiceOptions): KmsService {
  const kms: Kms = { records, keys: records.collection(KEYS), aliases: records.collection(ALIASES), clock, ids };
  return {
    model: 'kms',
    keyRing: createKeyRing(kms),
    start: () => dropDeletedKeys(kms),
    operations: {
      CancelKeyDeletion: cancelKeyDeletion(kms),
      CreateAlias: createAlias(kms),
      CreateKey: createKey(kms),
      Decrypt: decrypt(kms),
      DeleteAlias: deleteAlias(kms),
      DescribeKey: describeKey(kms),
      DisableKey: disableKey(kms),
      DisableKeyRotation: disableKeyRotation(kms),
      EnableKey: enableKey(kms),
      EnableKeyRotation: enableKeyRotation(kms),
      Encrypt: encrypt(kms),
      GenerateDataKey: generateDataKey(kms),
      GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext(kms),
      GenerateRandom: generateRandom(),
      GetKeyPolicy: getKeyPolicy(kms),
      GetKeyRotationStatus: getKeyRotationStatus(kms),
      ListAliases: listAliases(kms),
      ListKeyPolicies: listKeyPolicies(kms),
      ListKeys: listKeys(kms),
      ListResourceTags: listResourceTags(kms),
      PutKeyPolicy: putKeyPolicy(kms),
      ReEncrypt: reEncrypt(kms),
      ScheduleKeyDeletion: scheduleKeyDeletion(kms),
      TagResource: tagResource(kms),
      UntagResource: untagResource(kms),
      UpdateAlias: updateAlias(kms),
      UpdateKeyDescription: updateKeyDescription(kms),
    },
  };
}
