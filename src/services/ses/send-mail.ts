/**
 * Sends: checks the sender, the recipients and the configuration set, composes the message and puts it into the mailbox.
 *
 * S1 The message id that is answered is the mail's id in the mailbox. S2 A template that cannot be rendered fails after the call, as at AWS:
 * the caller gets a message id, the mail is kept and says why it was not sent.
 */
import { addressOf } from '../mail/address.ts';
import { composeMessage, type MessageAttachment } from '../mail/compose-message.ts';
import { summarizeMessage } from '../mail/read-message.ts';
import { checkAddress } from './check-address.ts';
import type { Dialect } from './dialect.ts';
import { requireVerifiedSenders } from './identities.ts';
import { headerOf, readRawMessage, writeRawMessage } from './raw-message.ts';
import { RenderError, type RenderedTemplate, readTemplateData, renderTemplate } from './render-template.ts';
import { placePrefix, type Ses, type SesPlace, type TemplateContent } from './ses-record.ts';

export interface DestinationInput {
  readonly ToAddresses?: readonly string[];
  readonly CcAddresses?: readonly string[];
  readonly BccAddresses?: readonly string[];
}

export interface NameValue {
  readonly Name: string;
  readonly Value: string;
}

/** What all ways of sending have in common. */
export interface Sending {
  readonly from: string;
  readonly returnPath?: string;
  readonly replyTo?: readonly string[];
  readonly configurationSet?: string;
  readonly tags?: readonly NameValue[];
  /** The owner of the identity of this ARN lets others send as it. */
  readonly sourceArn?: string;
}

export interface ComposedMail extends Sending, RenderedTemplate {
  readonly destination: DestinationInput;
  readonly headers?: readonly NameValue[];
  readonly attachments?: readonly MessageAttachment[];
}

export interface RawMail extends Omit<Sending, 'from'> {
  readonly from?: string;
  readonly destinations?: readonly string[];
  readonly raw: Uint8Array;
}

export interface TemplatedMail extends Sending {
  readonly destination: DestinationInput;
  readonly template: TemplateContent;
  /** JSON texts; later ones win, member by member. */
  readonly data: readonly string[];
  readonly headers?: readonly NameValue[];
  readonly attachments?: readonly MessageAttachment[];
}

const MAX_RECIPIENTS = 50;

/** @throws {ApiError} */
export async function sendComposed(ses: Ses, place: SesPlace, dialect: Dialect, mail: ComposedMail): Promise<string> {
  checkSending(ses, place, dialect, mail, recipientsOf(mail.destination));
  return deliver(ses, place, mail);
}

/** @throws {ApiError} for what is wrong beside the rendering */
export async function sendTemplated(ses: Ses, place: SesPlace, dialect: Dialect, mail: TemplatedMail): Promise<string> {
  checkSending(ses, place, dialect, mail, recipientsOf(mail.destination));
  try {
    const data = Object.assign({}, ...mail.data.map(readTemplateData)) as Record<string, unknown>;
    const rendered = renderTemplate(mail.template, data);
    return await deliver(ses, place, { ...mail, ...rendered });
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    ses.logger.warn('A mail was not sent: its template could not be rendered', { reason: error.message });
    return deliver(ses, place, { ...mail, subject: mail.template.subject ?? '', text: '' }, error.message);
  }
}

/** @throws {ApiError} */
export async function sendRaw(ses: Ses, place: SesPlace, dialect: Dialect, mail: RawMail): Promise<string> {
  if (mail.raw.length > dialect.maxMessageBytes) {
    throw dialect.invalid(`Message length is more than ${dialect.maxMessageBytes} bytes long: '${mail.raw.length}'.`);
  }
  const message = readRawMessage(Buffer.from(mail.raw));
  const headers = await summarizeMessage(Buffer.from(mail.raw));
  const from = mail.from ?? headers.from;
  if (from === '') throw dialect.invalid("Missing required header 'From'.");
  const recipients = mail.destinations?.length ? mail.destinations : [...headers.to, ...headers.cc, ...headers.bcc];
  if (recipients.length === 0) throw dialect.invalid("Missing required header 'To'.");
  const configurationSet = mail.configurationSet ?? headerOf(message, 'x-ses-configuration-set');
  checkSending(ses, place, dialect, { ...mail, from, configurationSet }, recipients);
  if (headers.from !== '' && mail.sourceArn === undefined) requireVerifiedSenders(ses, place, [headers.from]);
  const id = ses.mailbox.newId();
  const raw = writeRawMessage(message, messageIdOf(id, place), ses.clock.now(), from);
  const envelope = { from: addressOf(mail.returnPath ?? from), to: recipients.map(addressOf) };
  await ses.mailbox.accept({ id, source: 'ses', ...placeOf(place), envelope, raw, tags: tagMap(mail.tags) });
  return id;
}

function recipientsOf({ ToAddresses = [], CcAddresses = [], BccAddresses = [] }: DestinationInput): readonly string[] {
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}

function checkSending(ses: Ses, place: SesPlace, dialect: Dialect, mail: Sending, recipients: readonly string[]): void {
  const { from, replyTo = [], returnPath, configurationSet, sourceArn } = mail;
  if (recipients.length === 0) throw dialect.invalid("Empty required header 'To'.");
  if (recipients.length > MAX_RECIPIENTS) throw dialect.invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  for (const address of [from, ...recipients, ...replyTo, ...(returnPath === undefined ? [] : [returnPath])]) {
    checkAddress(address, dialect);
  }
  if (configurationSet !== undefined && !ses.configurationSets.has(placePrefix(place) + configurationSet)) {
    throw dialect.configurationSetMissing(configurationSet);
  }
  if (sourceArn === undefined) requireVerifiedSenders(ses, place, [from]);
}

async function deliver(ses: Ses, place: SesPlace, mail: ComposedMail, notSentBecause?: string): Promise<string> {
  const id = ses.mailbox.newId();
  const raw = await composeMessage({
    from: mail.from,
    to: mail.destination.ToAddresses,
    cc: mail.destination.CcAddresses,
    replyTo: mail.replyTo,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: Object.fromEntries((mail.headers ?? []).map(({ Name, Value }) => [Name, Value])),
    attachments: mail.attachments,
    messageId: messageIdOf(id, place),
    dateMs: ses.clock.now(),
  });
  const envelope = { from: addressOf(mail.returnPath ?? mail.from), to: recipientsOf(mail.destination).map(addressOf) };
  const tags = tagMap(mail.tags);
  await ses.mailbox.accept({ id, source: 'ses', ...placeOf(place), envelope, raw, tags, notSentBecause });
  return id;
}

function messageIdOf(id: string, { region }: SesPlace): string {
  return `<${id}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;
}

/** Contexts hold more than the place. */
const placeOf = ({ account, region }: SesPlace): SesPlace => ({ account, region });

function tagMap(tags: readonly NameValue[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Name, Value }) => [Name, Value]));
}
