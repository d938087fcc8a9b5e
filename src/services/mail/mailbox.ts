/**
 * Every mail that a service sent, kept until somebody deletes it, and delivered where SMTP is configured.
 *
 * B1 `accept` resolves once the mail, its message and its due delivery are on disk, in one transaction. B2 Delivery never fails a sender.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import { mailIdsFrom, newMailId } from './mail-id.ts';
import type { MailRecord } from './mail-record.ts';
import { MessageStore } from './message-store.ts';
import { MAILS, OUTBOX, Outbox } from './outbox.ts';
import { type ParsedMessage, parseMessage, summarizeMessage } from './read-message.ts';
import { createSmtpTransport, type MailTransport } from './smtp-transport.ts';

export interface MailboxOptions {
  readonly records: Records;
  /** Folder of large messages; absent: all in records. */
  readonly dataDir?: string;
  /** `smtp://user:pass@host:port`; absent: mail is kept, and nothing more. */
  readonly smtp?: string;
  readonly transport?: MailTransport;
  readonly retryDelaysMs?: readonly number[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export interface NewMail {
  readonly id: string;
  readonly source: string;
  readonly account?: string;
  readonly region?: string;
  readonly envelope: MailRecord['envelope'];
  readonly raw: Buffer;
  readonly tags?: Readonly<Record<string, string>>;
  /** Why it must not be delivered. */
  readonly notSentBecause?: string;
}

export interface MailFilter {
  /** Parts of an address, in any case. */
  readonly to?: string;
  readonly from?: string;
  readonly subject?: string;
  readonly sinceMs?: number;
  /** The id that the page before ended with. */
  readonly after?: string;
  readonly limit: number;
}

const SCAN = 500;

export class Mailbox {
  readonly #options: MailboxOptions;
  readonly #mails: RecordCollection<MailRecord>;
  readonly #messages: MessageStore;
  readonly #outbox: Outbox | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(options: MailboxOptions) {
    this.#options = options;
    this.#mails = options.records.collection(MAILS);
    this.#messages = new MessageStore(options.records, options.dataDir);
    const transport = options.transport ?? (options.smtp === undefined ? undefined : createSmtpTransport(options.smtp));
    this.#outbox = transport && new Outbox({ ...options, mails: this.#mails, messages: this.#messages, transport });
  }

  /** Removes what a crash left over and takes up deliveries of an earlier run. */
  start(): void {
    this.#messages.prune((id) => this.#mails.has(id));
    this.#outbox?.start();
  }

  async stop(): Promise<void> {
    await this.#outbox?.stop();
  }

  /** Calls `changed` whenever a mail has come or gone. Returns the way to stop it. */
  watch(changed: () => void): () => void {
    const watcher = (): void => changed();
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  newId(): string {
    return newMailId(this.#options.ids, this.#options.clock.now());
  }

  async accept(mail: NewMail): Promise<void> {
    const nowMs = this.#options.clock.now();
    const { id, raw, notSentBecause } = mail;
    const { from, to, cc, subject } = await summarizeMessage(raw);
    const isDue = this.#outbox !== undefined && notSentBecause === undefined;
    const record: MailRecord = {
      id,
      source: mail.source,
      account: mail.account,
      region: mail.region,
      receivedMs: nowMs,
      envelope: mail.envelope,
      from,
      to,
      cc,
      subject,
      bytes: raw.length,
      tags: mail.tags ?? {},
      delivery:
        notSentBecause === undefined
          ? { status: isDue ? 'PENDING' : 'KEPT', attempts: 0, ...(isDue && { nextAttemptMs: nowMs }) }
          : { status: 'NOT_SENT', attempts: 0, lastError: notSentBecause },
    };
    await this.#options.records.write([
      ...(await this.#messages.keep(id, raw)),
      { type: 'put', collection: MAILS, key: id, value: record },
      ...(isDue ? [this.#outbox!.entry(id, nowMs)] : []),
    ]);
    if (isDue) this.#outbox!.schedule(id, nowMs);
    this.#changed();
  }

  /** Oldest first; `next` is the `after` of the following page. */
  list(filter: MailFilter): { readonly mails: readonly MailRecord[]; readonly next?: string } {
    const found: MailRecord[] = [];
    const since = filter.sinceMs === undefined ? '' : mailIdsFrom(filter.sinceMs);
    let after = filter.after !== undefined && filter.after > since ? filter.after : since;
    for (;;) {
      const rows = this.#mails.list({ after, limit: SCAN });
      for (const { key, value } of rows) {
        if (!matches(value, filter)) continue;
        if (found.length === filter.limit) return { mails: found, next: found.at(-1)!.id };
        found.push(value);
        after = key;
      }
      const last = rows.at(-1);
      if (!last || rows.length < SCAN) return { mails: found };
      after = last.key;
    }
  }

  get(id: string): MailRecord | undefined {
    return this.#mails.get(id);
  }

  async parsed(id: string): Promise<ParsedMessage | undefined> {
    const raw = this.#messages.read(id);
    return raw && parseMessage(raw);
  }

  raw(id: string): AsyncIterable<Uint8Array> | Buffer | undefined {
    return this.#messages.stream(id);
  }

  async delete(id: string): Promise<boolean> {
    if (!this.#mails.has(id)) return false;
    const removal = this.#messages.removal(id);
    await this.#options.records.write([
      { type: 'delete', collection: MAILS, key: id },
      { type: 'delete', collection: OUTBOX, key: id },
      ...removal.changes,
    ]);
    removal.afterwards();
    this.#changed();
    return true;
  }
}

function matches(mail: MailRecord, { to, from, subject, sinceMs }: MailFilter): boolean {
  const holds = (texts: readonly string[], wanted: string | undefined): boolean =>
    wanted === undefined || texts.some((text) => text.toLowerCase().includes(wanted.toLowerCase()));
  return (
    holds([...mail.envelope.to, ...mail.to, ...mail.cc], to) &&
    holds([mail.envelope.from, mail.from], from) &&
    holds([mail.subject], subject) &&
    (sinceMs === undefined || mail.receivedMs >= sinceMs)
  );
}
