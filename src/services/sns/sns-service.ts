/**
 * The SNS API as a service of the gateway: topics, subscriptions, and deliveries that outlive a crash. Text messages, mobile push and archives are not here.
 */
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import type { Service } from '../../gateway/operation.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type Ids, systemIds } from '../../runtime/ids.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import type { Records } from '../../store/records.ts';
import type { Mailer } from '../mail/mailer.ts';
import { deliver } from './deliver.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { createSigningKey, MessageSigner, type SigningKey } from './message-signer.ts';
import { addPermission } from './operations/add-permission.ts';
import { confirmSubscription } from './operations/confirm-subscription.ts';
import { createTopic } from './operations/create-topic.ts';
import { deleteTopic } from './operations/delete-topic.ts';
import { getDataProtectionPolicy } from './operations/get-data-protection-policy.ts';
import { getSubscriptionAttributes } from './operations/get-subscription-attributes.ts';
import { getTopicAttributes } from './operations/get-topic-attributes.ts';
import { listSubscriptions } from './operations/list-subscriptions.ts';
import { listSubscriptionsByTopic } from './operations/list-subscriptions-by-topic.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { listTopics } from './operations/list-topics.ts';
import { publish } from './operations/publish.ts';
import { publishBatch } from './operations/publish-batch.ts';
import { putDataProtectionPolicy } from './operations/put-data-protection-policy.ts';
import { removePermission } from './operations/remove-permission.ts';
import { setSubscriptionAttributes } from './operations/set-subscription-attributes.ts';
import { setTopicAttributes } from './operations/set-topic-attributes.ts';
import { subscribe } from './operations/subscribe.ts';
import { tagResource } from './operations/tag-resource.ts';
import { unsubscribe } from './operations/unsubscribe.ts';
import { untagResource } from './operations/untag-resource.ts';
import { Publisher } from './publisher.ts';
import type { SnsDependencies } from './sns-dependencies.ts';
import { TopicStore } from './topic-store.ts';

export interface SnsServiceOptions {
  readonly records: Records;
  /** Reaches queues and functions. */
  readonly caller: AwsCaller;
  /** Of this server, for the links in notifications: asked for each. */
  readonly baseUrl: () => string;
  /** Absent: subscriptions by email are refused. */
  readonly mailer?: Mailer;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
}

export interface SnsService extends Service {
  /** Takes up deliveries of an earlier run. */
  start(): void;
  /** Breaks off what is being delivered: the next start delivers it again. Call it before the records are closed. */
  stop(): Promise<void>;
  /** By which notifications are signed; PEM, to be served at `CERTIFICATE_PATH`. */
  certificate(): string;
  /** Deliveries outstanding. */
  outstanding(): number;
}

export function createSnsService(options: SnsServiceOptions): SnsService {
  const { records, caller, baseUrl, mailer, clock = systemClock, ids = systemIds, logger = silentLogger } = options;
  const ending = new AbortController();
  const topics = new TopicStore(records, ids);
  const signer = new MessageSigner(signingKeyOf(records, clock, logger), baseUrl);
  const delivering = { caller, mailer, topics, signer, baseUrl, logger, signal: ending.signal };
  const deliveries = new DeliveryQueue({
    records,
    clock,
    logger,
    deliver: (publication, delivery) => deliver(delivering, publication, delivery),
  });
  const publisher = new Publisher({ records, topics, deliveries, clock, ids });
  return {
    model: 'sns',
    operations: operations({ topics, publisher, hasMailer: mailer !== undefined, ids }),
    start: () => deliveries.start(),
    async stop() {
      ending.abort();
      await deliveries.stop();
    },
    certificate: () => signer.certificate,
    outstanding: () => deliveries.size,
  };
}

/** Made when first needed, and kept: what was signed before a restart can be verified after it. */
function signingKeyOf(records: Records, clock: Clock, logger: Logger): () => SigningKey {
  const keys = records.collection<SigningKey>('sns.signingKey');
  let key: SigningKey | undefined;
  return () => {
    key ??= keys.get('key');
    if (!key) {
      key = createSigningKey(clock.now());
      keys.put('key', key).catch((error: unknown) => logger.warn('The signing key could not be kept', { error }));
    }
    return key;
  };
}

function operations(dependencies: SnsDependencies): Service['operations'] {
  return {
    AddPermission: addPermission(dependencies),
    ConfirmSubscription: confirmSubscription(dependencies),
    CreateTopic: createTopic(dependencies),
    DeleteTopic: deleteTopic(dependencies),
    GetDataProtectionPolicy: getDataProtectionPolicy(dependencies),
    GetSubscriptionAttributes: getSubscriptionAttributes(dependencies),
    GetTopicAttributes: getTopicAttributes(dependencies),
    ListSubscriptions: listSubscriptions(dependencies),
    ListSubscriptionsByTopic: listSubscriptionsByTopic(dependencies),
    ListTagsForResource: listTagsForResource(dependencies),
    ListTopics: listTopics(dependencies),
    Publish: publish(dependencies),
    PublishBatch: publishBatch(dependencies),
    PutDataProtectionPolicy: putDataProtectionPolicy(dependencies),
    RemovePermission: removePermission(dependencies),
    SetSubscriptionAttributes: setSubscriptionAttributes(dependencies),
    SetTopicAttributes: setTopicAttributes(dependencies),
    Subscribe: subscribe(dependencies),
    TagResource: tagResource(dependencies),
    Unsubscribe: unsubscribe(dependencies),
    UntagResource: untagResource(dependencies),
  };
}
