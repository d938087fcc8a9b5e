/** What SES keeps: identities, templates and configuration sets, of an account in a region; both versions of the API share them. */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordCollection } from '../../store/records.ts';
import type { Mailbox } from '../mail/mailbox.ts';

export interface SesTag {
  readonly Key: string;
  readonly Value: string;
}

/** Verified as soon as it is there: nobody clicks a link or edits DNS for a workflow that runs here. */
export interface IdentityRecord {
  /** An address or a domain. */
  readonly identity: string;
  readonly type: 'EmailAddress' | 'Domain';
  readonly createdMs: number;
  readonly tags: readonly SesTag[];
  readonly dkimEnabled: boolean;
  readonly feedbackForwarding: boolean;
  readonly configurationSet?: string;
  readonly mailFrom?: { readonly domain: string; readonly behavior: string };
}

export interface TemplateContent {
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
}

export interface TemplateRecord extends TemplateContent {
  readonly name: string;
  readonly createdMs: number;
  readonly tags: readonly SesTag[];
}

/** Recorded: no event leaves. */
export interface ConfigurationSetRecord {
  readonly name: string;
  readonly createdMs: number;
  readonly tags: readonly SesTag[];
  /** Options as version 2 of the API has them. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface SesPlace {
  readonly account: string;
  readonly region: string;
}

export interface Ses {
  readonly identities: RecordCollection<IdentityRecord>;
  readonly templates: RecordCollection<TemplateRecord>;
  readonly configurationSets: RecordCollection<ConfigurationSetRecord>;
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export function placePrefix({ account, region }: SesPlace): string {
  return `${account}/${region}/`;
}
