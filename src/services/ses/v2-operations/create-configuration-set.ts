import type { Operation } from '../../../gateway/operation.ts';
import { createConfigurationSet as create } from '../configuration-sets.ts';
import { version2 } from '../dialect.ts';
import type { Ses, SesTag } from '../ses-record.ts';

export interface CreateConfigurationSetInput {
  readonly ConfigurationSetName: string;
  readonly Tags?: readonly SesTag[];
  readonly [option: string]: unknown;
}

export function createConfigurationSet(ses: Ses): Operation<CreateConfigurationSetInput> {
  return async ({ ConfigurationSetName, Tags, ...options }, context) => {
    await create(ses, context, version2, ConfigurationSetName, { tags: Tags, options });
    return {};
  };
}
