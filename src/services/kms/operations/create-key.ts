import type { Operation } from '../../../gateway/operation.ts';
import { putKey } from '../change-key.ts';
import type { Kms, KmsTag } from '../key-record.ts';
import { keyView } from '../key-view.ts';
import { unsupported } from '../kms-errors.ts';
import { newKey } from '../new-key.ts';
import { requirePolicy } from '../policy-document.ts';
import { mergeTags } from '../tags.ts';

export interface CreateKeyInput {
  readonly Policy?: string;
  readonly Description?: string;
  readonly KeyUsage?: string;
  readonly KeySpec?: string;
  readonly CustomerMasterKeySpec?: string;
  readonly Origin?: string;
  readonly Tags?: readonly KmsTag[];
  readonly MultiRegion?: boolean;
}

export function createKey(kms: Kms): Operation<CreateKeyInput> {
  return async (input, context) => {
    const { KeyUsage = 'ENCRYPT_DECRYPT', Origin = 'AWS_KMS', Policy } = input;
    const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
    if (spec !== 'SYMMETRIC_DEFAULT') throw unsupported(`Keys of the spec ${spec} are not supported here.`);
    if (KeyUsage !== 'ENCRYPT_DECRYPT')
      throw unsupported(`KeyUsage ${KeyUsage} is not compatible with KeySpec ${spec}`);
    if (Origin !== 'AWS_KMS') throw unsupported(`Keys of the origin ${Origin} are not supported here.`);
    const key = newKey(kms, context, {
      ...(input.Description !== undefined && { description: input.Description }),
      ...(Policy !== undefined && { policy: requirePolicy(Policy) }),
      isMultiRegion: input.MultiRegion ?? false,
      tags: mergeTags([], input.Tags ?? []),
    });
    await putKey(kms, key);
    return { KeyMetadata: keyView(key) };
  };
}
