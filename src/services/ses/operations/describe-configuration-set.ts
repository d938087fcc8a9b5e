import type { Operation } from '../../../gateway/operation.ts';
import { requireConfigurationSet } from '../configuration-sets.ts';
import { version1 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';

export function describeConfigurationSet(ses: Ses): Operation<{ readonly ConfigurationSetName: string }> {
  return ({ ConfigurationSetName }, context) => {
    const { name } = requireConfigurationSet(ses, context, version1, ConfigurationSetName);
    return { ConfigurationSet: { Name: name } };
  };
}
