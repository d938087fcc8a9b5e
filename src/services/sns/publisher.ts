/**
 * Publishing: which subscriptions want a message, and its way to disk with their deliveries.
 *
 * P1 A publish resolves once the message is on disk with every delivery that it is to have. P2 A FIFO topic gives sequence numbers in the order of publishing,
 * and delivers to each subscription, group by group, in that order. P3 A duplicate of five minutes is answered as the first was, and not delivered.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordChange, Records } from '../../store/records.ts';
import { Duplicates } from '../sqs/duplicates.ts';
import { sequenceNumber } from '../sqs/message-record.ts';
import { isFifoTopic } from './arn.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { NewPublication } from './new-publication.ts';
import { DUPLICATES, type PublicationRecord, type SubscriptionRecord, type TopicRecord } from './sns-records.ts';
import type { TopicStore } from './topic-store.ts';

export interface PublisherOptions {
  readonly records: Records;
  readonly topics: TopicStore;
  readonly deliveries: DeliveryQueue;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Published {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/** Sequence numbers follow the time, so that those of a restarted server go on from the last. */
const SEQUENCES_PER_MS = 1_000;

interface FifoState {
  readonly duplicates: Duplicates;
  lastSequence: number;
}

export class Publisher {
  readonly #options: PublisherOptions;
  readonly #fifo = new Map<string, FifoState>();

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** All in one transaction. */
  async publish(topic: TopicRecord, messages: readonly NewPublication[]): Promise<Published[]> {
    const changes: RecordChange[] = [];
    const begins: (() => void)[] = [];
    const published = messages.map((message) => this.#prepare(topic, message, changes, begins));
    try {
      // Even if nobody wants it: the first of two duplicates may still be on its way to disk.
      await this.#options.records.write(changes);
    } catch (error) {
      this.#fifo.delete(topic.arn);
      throw error;
    }
    for (const begin of begins) begin();
    return published;
  }

  /** The changes by which a pending subscription is asked to confirm; call `begin` when they are on disk. */
  confirmation(subscription: SubscriptionRecord, token: string): ReturnType<DeliveryQueue['prepare']> {
    const { clock, ids, deliveries } = this.#options;
    const link = subscription.protocol.startsWith('http')
      ? 'visit the SubscribeURL included in this message'
      : 'open the link in this message';
    const publication: PublicationRecord = {
      messageId: ids.uuid(),
      topicArn: subscription.topicArn,
      messages: {
        default: `You have chosen to subscribe to the topic ${subscription.topicArn}.\nTo confirm the subscription, ${link}.`,
      },
      publishedMs: clock.now(),
      token,
    };
    return deliveries.prepare(publication, [{ subscriptionArn: subscription.arn }]);
  }

  /** A topic that is gone is forgotten with its duplicates. */
  forget(topicArn: string): void {
    this.#fifo.delete(topicArn);
  }

  #prepare(topic: TopicRecord, message: NewPublication, changes: RecordChange[], begins: (() => void)[]): Published {
    const { clock, ids, deliveries } = this.#options;
    const nowMs = clock.now();
    const messageId = ids.uuid();
    const fifo = isFifoTopic(topic.arn) ? this.#sequence(topic, message, messageId, nowMs, changes) : undefined;
    if (fifo?.first) return { MessageId: fifo.first.messageId, SequenceNumber: fifo.number };
    const publication: PublicationRecord = {
      ...message,
      messageId,
      topicArn: topic.arn,
      publishedMs: nowMs,
      ...(fifo === undefined ? {} : { sequenceNumber: fifo.number }),
    };
    const prepared = deliveries.prepare(publication, this.#targets(topic, message));
    changes.push(...prepared.changes);
    begins.push(prepared.begin);
    return { MessageId: messageId, ...(fifo === undefined ? {} : { SequenceNumber: fifo.number }) };
  }

  #targets(topic: TopicRecord, { messages, attributes = {}, groupId }: NewPublication) {
    const isFifo = isFifoTopic(topic.arn);
    return this.#options.topics
      .subscribers(topic.arn)
      .filter(({ subscription, filter }) => {
        const body = messages[subscription.protocol] ?? messages['default'] ?? '';
        return filter?.({ body, attributes }) ?? true;
      })
      .map(({ subscription: { arn } }) => ({
        subscriptionArn: arn,
        ...(isFifo ? { lane: `${arn} ${groupId}` } : {}),
      }));
  }

  #sequence(topic: TopicRecord, message: NewPublication, messageId: string, nowMs: number, changes: RecordChange[]) {
    const state = this.#fifoState(topic.arn);
    const isGroupScoped = topic.attributes['FifoThroughputScope'] === 'MessageGroup';
    const scope = isGroupScoped ? `${message.groupId} ${message.deduplicationId}` : `${message.deduplicationId}`;
    const first = state.duplicates.find(scope, nowMs);
    if (first) return { first, number: sequenceNumber(first.sequence) };
    state.lastSequence = Math.max(state.lastSequence + 1, nowMs * SEQUENCES_PER_MS);
    const { lastSequence: sequence } = state;
    changes.push(
      state.duplicates.add(scope, { sequence, messageId, sentMs: nowMs }),
      ...state.duplicates.expire(nowMs),
    );
    return { number: sequenceNumber(sequence) };
  }

  #fifoState(topicArn: string): FifoState {
    const known = this.#fifo.get(topicArn);
    if (known) return known;
    const duplicates = new Duplicates(topicArn, this.#options.records, DUPLICATES);
    const state = { duplicates, lastSequence: duplicates.lastSequence };
    this.#fifo.set(topicArn, state);
    return state;
  }
}
