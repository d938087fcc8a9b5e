import type { Operation } from '../../../gateway/operation.ts';
import { requireConfigurationSet } from '../configuration-sets.ts';
import { version2 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';

export function getConfigurationSet(ses: Ses): Operation<{ readonly ConfigurationSetName: string }> {
  return ({ ConfigurationSetName }, context) => {
    const { name, tags, options } = requireConfigurationSet(ses, context, version2, ConfigurationSetName);
    return { SendingOptions: { SendingEnabled: true }, ...options, ConfigurationSetName: name, Tags: tags };
  };
}
