/**
 * Brings notifications to functions, queues and topics.
 *
 * O1 `publish` resolves once its messages are on disk: a request that was answered has its notifications. O2 A message leaves the outbox only
 * once its target took it or was found to be gone: after a crash it may come twice. O3 A target that fails is tried again, ever more slowly, for a day.
 */
import type { AwsCaller, CallResult } from '../../../connectors/aws-caller.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Ids } from '../../../runtime/ids.ts';
import type { Logger } from '../../../runtime/logger.ts';
import type { RecordCollection, Records } from '../../../store/records.ts';

export interface Message {
  readonly targetArn: string;
  readonly body: string;
  /** Groups the events of one object where the target keeps order. */
  readonly groupId: string;
}

interface StoredMessage extends Message {
  readonly acceptedMs: number;
  readonly attempts: number;
}

export interface OutboxOptions {
  readonly records: Records;
  readonly caller: AwsCaller;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

const COLLECTION = 's3.notifications';
const MAX_AGE_MS = 24 * 60 * 60 * 1_000;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 5 * 60 * 1_000;
const MAX_IN_FLIGHT = 16;
const GONE =
  /^(?:ResourceNotFoundException|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|NotFound|NotFoundException)$/;

export class NotificationOutbox {
  readonly #options: OutboxOptions;
  readonly #stored: RecordCollection<StoredMessage>;
  readonly #timers = new Map<string, () => void>();
  readonly #ready: string[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #isRunning = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#stored = options.records.collection(COLLECTION);
  }

  /** Takes up what an earlier run left. */
  start(): void {
    this.#isRunning = true;
    for (const { key } of this.#stored.list()) this.#ready.push(key);
    this.#pump();
  }

  /** Resolves when nothing is under way; what waits stays on disk. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    await Promise.all(this.#underWay);
  }

  async publish(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const { records, clock, ids } = this.#options;
    const acceptedMs = clock.now();
    const entries = messages.map((message) => ({
      key: `${String(acceptedMs).padStart(15, '0')}-${ids.uuid()}`,
      value: { ...message, acceptedMs, attempts: 0 },
    }));
    await records.write(entries.map((entry) => ({ type: 'put', collection: COLLECTION, ...entry })));
    // Before the start, everything is still to be listed.
    if (!this.#isRunning) return;
    this.#ready.push(...entries.map(({ key }) => key));
    this.#pump();
  }

  #pump(): void {
    while (this.#isRunning && this.#ready.length > 0 && this.#underWay.size < MAX_IN_FLIGHT) {
      const run: Promise<void> = this.#deliver(this.#ready.shift() as string).finally(() => {
        this.#underWay.delete(run);
        this.#pump();
      });
      this.#underWay.add(run);
    }
  }

  async #deliver(key: string): Promise<void> {
    const { logger, clock, caller } = this.#options;
    const message = this.#stored.get(key);
    if (!message) return;
    try {
      const result = await send(message, caller);
      const isOld = clock.now() - message.acceptedMs > MAX_AGE_MS;
      if (!result.ok && !GONE.test(result.code) && !isOld) {
        await this.#postpone(key, message);
        return;
      }
      if (!result.ok) {
        const { targetArn } = message;
        logger.warn('A notification of S3 was given up', { targetArn, code: result.code, message: result.message });
      }
      await this.#stored.delete(key);
    } catch (error) {
      logger.error('A notification of S3 could not be delivered', { targetArn: message.targetArn, error });
    }
  }

  async #postpone(key: string, message: StoredMessage): Promise<void> {
    const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** message.attempts);
    await this.#stored.put(key, { ...message, attempts: message.attempts + 1 });
    if (!this.#isRunning) return;
    const fire = (): void => {
      this.#timers.delete(key);
      this.#ready.push(key);
      this.#pump();
    };
    this.#timers.set(key, this.#options.clock.after(delayMs, fire));
  }
}

export async function send({ targetArn, body, groupId }: Message, caller: AwsCaller): Promise<CallResult> {
  const [, , service = '', region = '', account = '', ...rest] = targetArn.split(':');
  const place = { region, account };
  switch (service) {
    case 'lambda':
      return caller.call({
        ...place,
        service,
        operation: 'Invoke',
        params: { FunctionName: targetArn, InvocationType: 'Event', Payload: Buffer.from(body) },
      });
    case 'sns':
      return caller.call({
        ...place,
        service,
        operation: 'Publish',
        params: { TopicArn: targetArn, Message: body, Subject: 'Amazon S3 Notification' },
      });
    default: {
      const name = rest.join(':');
      const url = await caller.call({ ...place, service, operation: 'GetQueueUrl', params: { QueueName: name } });
      if (!url.ok) return url;
      const fifo = name.endsWith('.fifo') ? { MessageGroupId: groupId } : {};
      const params = { QueueUrl: url.output['QueueUrl'], MessageBody: body, ...fifo };
      return caller.call({ ...place, service, operation: 'SendMessage', params });
    }
  }
}
