import type { Operation } from '../../../gateway/operation.ts';
import { requireConfigurationSet } from '../configuration-sets.ts';
import { version2 } from '../dialect.ts';
import { changeIdentity } from '../email-identity.ts';
import type { Ses } from '../ses-record.ts';

export interface PutEmailIdentityConfigurationSetAttributesInput {
  readonly EmailIdentity: string;
  readonly ConfigurationSetName?: string;
}

export function putEmailIdentityConfigurationSetAttributes(
  ses: Ses,
): Operation<PutEmailIdentityConfigurationSetAttributesInput> {
  return async ({ EmailIdentity, ConfigurationSetName: configurationSet }, context) => {
    if (configurationSet !== undefined) requireConfigurationSet(ses, context, version2, configurationSet);
    return changeIdentity(ses, context, EmailIdentity, (record) => ({ ...record, configurationSet }));
  };
}
