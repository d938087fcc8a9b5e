import type { Operation } from '../../../gateway/operation.ts';
import { createConfigurationSet as create } from '../configuration-sets.ts';
import { version1 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';

export function createConfigurationSet(ses: Ses): Operation<{ readonly ConfigurationSet: { readonly Name: string } }> {
  return async ({ ConfigurationSet }, context) => {
    await create(ses, context, version1, ConfigurationSet.Name);
    return {};
  };
}
