/**
 * Delivers kept mail over SMTP, again and again until it is taken.
 *
 * O1 What is due is on disk with the mail. O2 A mail is delivered at least once: one that was taken while we crashed goes out again.
 * O3 A refusal for good ends it at once, anything else after a day.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import type { MailDelivery, MailRecord } from './mail-record.ts';
import type { MessageStore } from './message-store.ts';
import { type MailTransport, SmtpFailure } from './smtp-transport.ts';

export const MAILS = 'mail.mails';
export const OUTBOX = 'mail.outbox';

export interface OutboxOptions {
  readonly records: Records;
  readonly mails: RecordCollection<MailRecord>;
  readonly messages: MessageStore;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryDelaysMs?: readonly number[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The last one repeats. */
const RETRY_DELAYS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];
const MAX_AGE_MS = 24 * 60 * MINUTE;
const MAX_RUNNING = 4;
/** A server that hangs does not keep us: the mail is delivered after the next start. */
const STOP_GRACE_MS = 2_000;

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #due: RecordCollection<{ readonly dueMs: number }>;
  readonly #timers = new Map<string, () => void>();
  readonly #ready: string[] = [];
  readonly #running = new Set<Promise<void>>();
  #isStarted = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#due = options.records.collection(OUTBOX);
  }

  /** What to write together with a new mail; `schedule` follows once that is durable. */
  entry(id: string, dueMs: number): RecordChange {
    return { type: 'put', collection: OUTBOX, key: id, value: { dueMs } };
  }

  start(): void {
    this.#isStarted = true;
    for (const { key, value } of this.#due.list()) this.schedule(key, value.dueMs);
  }

  /** Resolves when no delivery is under way, or after some patience. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#ready.length = 0;
    this.#options.transport.close();
    const patience = new Promise<void>((resolve) => this.#options.clock.after(STOP_GRACE_MS, resolve));
    await Promise.race([Promise.allSettled(this.#running), patience]);
  }

  schedule(id: string, dueMs: number): void {
    if (!this.#isStarted) return;
    this.#timers.get(id)?.();
    const fire = (): void => {
      this.#timers.delete(id);
      this.#ready.push(id);
      this.#dispatch();
    };
    this.#timers.set(id, this.#options.clock.after(Math.max(0, dueMs - this.#options.clock.now()), fire));
  }

  #dispatch(): void {
    while (this.#isStarted && this.#running.size < MAX_RUNNING) {
      const id = this.#ready.shift();
      if (id === undefined) return;
      const run = this.#deliver(id)
        .catch((error: unknown) =>
          this.#options.logger.error('The state of a delivery could not be kept', { id, error }),
        )
        .finally(() => {
          this.#running.delete(run);
          this.#dispatch();
        });
      this.#running.add(run);
    }
  }

  async #deliver(id: string): Promise<void> {
    const { mails, messages, transport, clock, logger } = this.#options;
    const mail = mails.get(id);
    const raw = messages.read(id);
    if (!mail || !raw) {
      await this.#due.delete(id);
      return;
    }
    const attempts = mail.delivery.attempts + 1;
    try {
      const refused = await transport.deliver(mail.envelope, raw);
      const deliveredMs = clock.now();
      await this.#settle(id, { status: 'DELIVERED', attempts, deliveredMs, ...(refused.length > 0 && { refused }) });
    } catch (error) {
      if (!this.#isStarted) return;
      const lastError = error instanceof Error ? error.message : String(error);
      const isTooOld = clock.now() - mail.receivedMs > MAX_AGE_MS;
      logger.warn('A mail could not be delivered', { id, attempts, error: lastError });
      if (isTooOld || (error instanceof SmtpFailure && error.isFinal)) {
        await this.#settle(id, { status: 'FAILED', attempts, lastError });
      } else {
        const nextAttemptMs = clock.now() + this.#delayMs(attempts);
        await this.#settle(id, { status: 'PENDING', attempts, lastError, nextAttemptMs });
        this.schedule(id, nextAttemptMs);
      }
    }
  }

  #delayMs(attempts: number): number {
    const delays = this.#options.retryDelaysMs ?? RETRY_DELAYS_MS;
    return delays[Math.min(attempts, delays.length) - 1] ?? 0;
  }

  /** The mail may have been deleted while it was on its way. */
  async #settle(id: string, delivery: MailDelivery): Promise<void> {
    const mail = this.#options.mails.get(id);
    const next: RecordChange =
      delivery.nextAttemptMs === undefined || !mail
        ? { type: 'delete', collection: OUTBOX, key: id }
        : this.entry(id, delivery.nextAttemptMs);
    const kept: readonly RecordChange[] = mail
      ? [{ type: 'put', collection: MAILS, key: id, value: { ...mail, delivery } }]
      : [];
    await this.#options.records.write([next, ...kept]);
  }
}
