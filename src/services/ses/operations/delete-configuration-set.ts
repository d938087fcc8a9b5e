import type { Operation } from '../../../gateway/operation.ts';
import { requireConfigurationSet } from '../configuration-sets.ts';
import { version1 } from '../dialect.ts';
import { placePrefix, type Ses } from '../ses-record.ts';

export function deleteConfigurationSet(ses: Ses): Operation<{ readonly ConfigurationSetName: string }> {
  return async ({ ConfigurationSetName }, context) => {
    const { name } = requireConfigurationSet(ses, context, version1, ConfigurationSetName);
    await ses.configurationSets.delete(placePrefix(context) + name);
    return {};
  };
}
