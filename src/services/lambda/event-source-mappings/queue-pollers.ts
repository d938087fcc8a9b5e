/**
 * Feeds functions from queues: one poller for each enabled mapping.
 *
 * P1 Messages leave the queue only after the function took their batch, or was shown not to want them by the filter. P2 A batch that fails comes back when
 * its visibility ends, as often as the queue's redrive policy allows. P3 Nothing is kept here: after a restart the queue tells what is left.
 */
import type { AwsCaller, CallResult } from '../../../connectors/aws-caller.ts';
import { readBlob } from '../../../connectors/payload.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Logger } from '../../../runtime/logger.ts';
import { failedIds, type QueueMessage, queueEvent } from './batch.ts';
import { compileFilters } from './filter-messages.ts';
import type { MappingRecord, Mappings } from './mapping-record.ts';

export interface PollersOptions {
  readonly mappings: Mappings;
  readonly caller: AwsCaller;
  readonly clock: Clock;
  readonly logger: Logger;
}

const POLL_SECONDS = 20;
const MAX_RECEIVE = 10;
const DEFAULT_CONCURRENCY = 10;
const RETRY_MS = 1_000;

export class QueuePollers {
  readonly #options: PollersOptions;
  readonly #running = new Map<string, { readonly controller: AbortController; readonly ended: Promise<void> }>();
  #isStarted = false;

  constructor(options: PollersOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStarted = true;
    for (const { value } of this.#options.mappings.list()) this.refresh(value.id);
  }

  /** Resolves when every batch under way has been answered. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  /** Takes up what a mapping has become. */
  refresh(id: string): void {
    const before = this.#running.get(id);
    before?.controller.abort();
    this.#running.delete(id);
    const mapping = this.#options.mappings.get(id);
    if (!this.#isStarted || !mapping?.isEnabled) return;
    const controller = new AbortController();
    const poller = new Poller(mapping, this.#options, controller.signal);
    this.#running.set(id, { controller, ended: Promise.resolve(before?.ended).then(() => poller.run()) });
  }
}

class Poller {
  readonly #mapping: MappingRecord;
  readonly #options: PollersOptions;
  readonly #signal: AbortSignal;
  readonly #wants: (message: QueueMessage) => boolean;
  readonly #batches = new Set<Promise<void>>();

  constructor(mapping: MappingRecord, options: PollersOptions, signal: AbortSignal) {
    this.#mapping = mapping;
    this.#options = options;
    this.#signal = signal;
    this.#wants = compileFilters(mapping.filters);
  }

  /** Never rejects. */
  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        const startMs = this.#options.clock.now();
        const url = await this.#queueUrl();
        const batch = url === undefined ? [] : await this.#receive(url);
        if (url !== undefined && batch.length > 0) await this.#dispatch(url, batch);
        // A queue that is gone, or that sends its waiters away, answers at once: asking on and on would leave time for nothing else.
        else if (this.#options.clock.now() - startMs < RETRY_MS) await this.#pause(RETRY_MS);
      } catch (error) {
        if (this.#signal.aborted) break;
        const { eventSourceArn } = this.#mapping;
        this.#options.logger.warn('A queue could not be polled for its function', {
          eventSourceArn,
          error: String(error),
        });
        await this.#pause(RETRY_MS);
      }
    }
    await Promise.all(this.#batches);
  }

  #call(operation: string, params: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<CallResult> {
    const [, , , region = '', account = ''] = this.#mapping.eventSourceArn.split(':');
    return this.#options.caller.call({ service: 'sqs', operation, params, region, account, ...(signal && { signal }) });
  }

  async #queueUrl(): Promise<string | undefined> {
    const QueueName = this.#mapping.eventSourceArn.split(':').at(-1);
    const result = await this.#call('GetQueueUrl', { QueueName });
    return result.ok ? String(result.output['QueueUrl']) : undefined;
  }

  /** A first message ends the wait; the window, if there is one, lets the batch fill up. */
  async #receive(QueueUrl: string): Promise<QueueMessage[]> {
    const { batchSize, windowSeconds } = this.#mapping;
    const batch: QueueMessage[] = [];
    let endMs = Number.POSITIVE_INFINITY;
    while (batch.length < batchSize && !this.#signal.aborted) {
      const leftSeconds = Math.min(POLL_SECONDS, Math.ceil((endMs - this.#options.clock.now()) / 1_000));
      const params = {
        QueueUrl,
        MaxNumberOfMessages: Math.min(MAX_RECEIVE, batchSize - batch.length),
        WaitTimeSeconds: Math.max(0, leftSeconds),
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      };
      const result = await this.#call('ReceiveMessage', params, this.#signal);
      if (!result.ok) throw new Error(result.message);
      const received = (result.output['Messages'] ?? []) as readonly QueueMessage[];
      batch.push(...received);
      if (batch.length === 0) return [];
      if (endMs === Number.POSITIVE_INFINITY) endMs = this.#options.clock.now() + windowSeconds * 1_000;
      if (this.#options.clock.now() >= endMs) break;
    }
    return batch;
  }

  async #dispatch(url: string, batch: readonly QueueMessage[]): Promise<void> {
    const wanted = batch.filter(this.#wants);
    const unwanted = batch.filter((message) => !wanted.includes(message));
    if (unwanted.length > 0) await this.#delete(url, unwanted);
    if (wanted.length === 0) return;
    const run: Promise<void> = this.#invoke(url, wanted)
      .catch((error: unknown) => {
        const { functionArn } = this.#mapping;
        this.#options.logger.warn('A batch of messages could not be handed to its function', {
          functionArn,
          error: String(error),
        });
      })
      .finally(() => this.#batches.delete(run));
    this.#batches.add(run);
    while (this.#batches.size >= (this.#mapping.maximumConcurrency ?? DEFAULT_CONCURRENCY))
      await Promise.race(this.#batches);
  }

  async #invoke(url: string, batch: readonly QueueMessage[]): Promise<void> {
    const { functionArn, eventSourceArn, region, account, reportsFailures } = this.#mapping;
    const result = await this.#options.caller.call({
      service: 'lambda',
      operation: 'Invoke',
      params: { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(queueEvent(batch, eventSourceArn))) },
      region,
      account,
    });
    if (!result.ok) throw new Error(result.message);
    if (result.output['FunctionError'] !== undefined) return;
    const text = (await readBlob(result.output['Payload'])).toString('utf8');
    const failed = reportsFailures ? failedIds(text, batch) : new Set<string>();
    const done = batch.filter(({ MessageId }) => !failed.has(MessageId));
    if (done.length > 0) await this.#delete(url, done);
  }

  async #delete(QueueUrl: string, messages: readonly QueueMessage[]): Promise<void> {
    for (let at = 0; at < messages.length; at += MAX_RECEIVE) {
      const Entries = messages
        .slice(at, at + MAX_RECEIVE)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      const result = await this.#call('DeleteMessageBatch', { QueueUrl, Entries });
      if (!result.ok) throw new Error(result.message);
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(delayMs, resolve);
      this.#signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });
  }
}
