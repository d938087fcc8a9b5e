/**
 * Topics and their subscriptions.
 *
 * T1 What a publish needs of a topic, filters compiled, is kept in memory for topics in use and made again after a change.
 */
import type { Ids } from '../../runtime/ids.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { compileFilter, type Filter } from './filter-policy.ts';
import { subscriptionNotFound, topicNotFound } from './sns-errors.ts';
import { SUBSCRIPTIONS, type SubscriptionRecord, TOPICS, type TopicRecord } from './sns-records.ts';
import { scopeOf } from './subscription-attributes.ts';

export interface Subscriber {
  readonly subscription: SubscriptionRecord;
  readonly filter: Filter | undefined;
}

const MAX_CACHED_TOPICS = 1_000;

export class TopicStore {
  readonly #records: Records;
  readonly #ids: Ids;
  readonly #topics: RecordCollection<TopicRecord>;
  readonly #subscriptions: RecordCollection<SubscriptionRecord>;
  readonly #subscribers = new Map<string, readonly Subscriber[]>();

  constructor(records: Records, ids: Ids) {
    this.#records = records;
    this.#ids = ids;
    this.#topics = records.collection(TOPICS);
    this.#subscriptions = records.collection(SUBSCRIPTIONS);
  }

  find(arn: string): TopicRecord | undefined {
    return this.#topics.get(arn);
  }

  /** @throws {ApiError} `NotFound`. */
  require(arn: string): TopicRecord {
    const topic = this.#topics.get(arn);
    if (!topic) throw topicNotFound();
    return topic;
  }

  save(topic: TopicRecord): Promise<void> {
    return this.#topics.put(topic.arn, topic);
  }

  /** With its subscriptions. */
  async delete(topic: TopicRecord): Promise<void> {
    this.#subscribers.delete(topic.arn);
    await this.#records.write([
      { type: 'delete', collection: TOPICS, key: topic.arn },
      ...this.subscriptionsOf(topic.arn).map(
        ({ arn }): RecordChange => ({ type: 'delete', collection: SUBSCRIPTIONS, key: arn }),
      ),
    ]);
  }

  topics(prefix: string, after: string | undefined, limit: number): readonly TopicRecord[] {
    return this.#topics.list({ prefix, limit, ...(after === undefined ? {} : { after }) }).map(({ value }) => value);
  }

  /** Resolves when what was written so far is on disk. */
  settled(): Promise<void> {
    return this.#records.write([]);
  }

  newSubscriptionArn(topicArn: string): string {
    return `${topicArn}:${this.#ids.uuid()}`;
  }

  findSubscription(arn: string): SubscriptionRecord | undefined {
    return this.#subscriptions.get(arn);
  }

  /** @throws {ApiError} `NotFound`. */
  requireSubscription(arn: string): SubscriptionRecord {
    const subscription = this.#subscriptions.get(arn);
    if (!subscription) throw subscriptionNotFound();
    return subscription;
  }

  /** With further changes in the same transaction. */
  async saveSubscription(subscription: SubscriptionRecord, more: readonly RecordChange[] = []): Promise<void> {
    this.#subscribers.delete(subscription.topicArn);
    await this.#records.write([
      { type: 'put', collection: SUBSCRIPTIONS, key: subscription.arn, value: subscription },
      ...more,
    ]);
  }

  async deleteSubscription(subscription: SubscriptionRecord): Promise<void> {
    this.#subscribers.delete(subscription.topicArn);
    const topic = this.#topics.get(subscription.topicArn);
    const changes: RecordChange[] = [{ type: 'delete', collection: SUBSCRIPTIONS, key: subscription.arn }];
    if (topic) {
      const value = { ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 };
      changes.push({ type: 'put', collection: TOPICS, key: topic.arn, value });
    }
    await this.#records.write(changes);
  }

  subscriptionsOf(topicArn: string): readonly SubscriptionRecord[] {
    return this.#subscriptions.list({ prefix: `${topicArn}:` }).map(({ value }) => value);
  }

  subscriptions(prefix: string, after: string | undefined, limit: number): readonly SubscriptionRecord[] {
    return this.#subscriptions
      .list({ prefix, limit, ...(after === undefined ? {} : { after }) })
      .map(({ value }) => value);
  }

  /** The confirmed ones. */
  subscribers(topicArn: string): readonly Subscriber[] {
    const known = this.#subscribers.get(topicArn);
    if (known) return known;
    const subscribers = this.subscriptionsOf(topicArn)
      .filter(({ isPending }) => !isPending)
      .map((subscription) => ({ subscription, filter: filterOf(subscription) }));
    const [oldest] = this.#subscribers.keys();
    if (this.#subscribers.size >= MAX_CACHED_TOPICS && oldest !== undefined) this.#subscribers.delete(oldest);
    this.#subscribers.set(topicArn, subscribers);
    return subscribers;
  }
}

function filterOf({ attributes }: SubscriptionRecord): Filter | undefined {
  const policy = attributes['FilterPolicy'];
  return policy ? compileFilter(policy, scopeOf(attributes)) : undefined;
}
