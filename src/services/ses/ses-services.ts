/** Both versions of SES over the same identities, templates and configuration sets, and over the mailbox. */
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Records } from '../../store/records.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import type { Ses } from './ses-record.ts';
import { createSesVersion1 } from './ses-version-1.ts';
import { createSesVersion2 } from './ses-version-2.ts';

export interface SesServicesOptions {
  readonly records: Records;
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export function createSesServices({ records, ...rest }: SesServicesOptions): readonly Service[] {
  const ses: Ses = {
    identities: records.collection('ses.identities'),
    templates: records.collection('ses.templates'),
    configurationSets: records.collection('ses.configurationSets'),
    ...rest,
  };
  return [createSesVersion1(ses), createSesVersion2(ses)];
}
