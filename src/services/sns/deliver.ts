/** One attempt of one delivery, and what follows from it: done, again later, or given up to the dead-letter queue. */
import type { Logger } from '../../runtime/logger.ts';
import { type ChannelDependencies, sendConfirmation, sendNotification, sendToQueue } from './channels.ts';
import type { Attempt } from './delivery-queue.ts';
import { notificationText } from './envelope.ts';
import type { MessageSigner } from './message-signer.ts';
import type { MailNotification } from './notification-mail.ts';
import {
  DEFAULT_POLICY,
  httpSchedule,
  ownServices,
  parseDeliveryPolicy,
  type RetrySchedule,
} from './retry-schedule.ts';
import type { DeliveryRecord, PublicationRecord, SubscriptionRecord } from './sns-records.ts';
import { readRedriveTarget } from './subscription-attributes.ts';
import type { TopicStore } from './topic-store.ts';

export interface DeliverDependencies extends ChannelDependencies {
  readonly topics: TopicStore;
  readonly signer: MessageSigner;
  baseUrl(): string;
  readonly logger: Logger;
}

export async function deliver(
  dependencies: DeliverDependencies,
  publication: PublicationRecord,
  delivery: DeliveryRecord,
): Promise<Attempt> {
  const { topics, signer, signal, logger } = dependencies;
  const subscription = topics.findSubscription(delivery.subscriptionArn);
  // Ended since.
  if (!subscription) return { type: 'Done' };
  const { messages } = publication;
  const notification: MailNotification = {
    publication,
    subscription,
    message: messages[subscription.protocol] ?? messages['default'] ?? '',
    baseUrl: dependencies.baseUrl(),
    signer,
    displayName: topics.find(publication.topicArn)?.attributes['DisplayName'],
  };
  const send = publication.token === undefined ? sendNotification : sendConfirmation;
  const result = await send(dependencies, notification);
  if (result.ok) return { type: 'Done' };
  // Not the endpoint's failure: the next start tries again.
  if (signal.aborted) return { type: 'Retry', delayMs: 0 };
  const delayMs = result.isPermanent ? undefined : scheduleOf(dependencies, subscription)(delivery.attempts + 1);
  const { topicArn, messageId } = publication;
  const fields = { topicArn, messageId, subscriptionArn: subscription.arn, reason: result.reason };
  if (delayMs !== undefined) {
    logger.debug('A notification will be sent again', { ...fields, delayMs });
    return { type: 'Retry', delayMs };
  }
  logger.warn('A notification was given up', fields);
  await giveUp(dependencies, notification);
  return { type: 'Done' };
}

function scheduleOf(
  { topics }: DeliverDependencies,
  { protocol, attributes, topicArn }: SubscriptionRecord,
): RetrySchedule {
  if (!protocol.startsWith('http')) return ownServices;
  const policy = attributes['DeliveryPolicy'] || topics.find(topicArn)?.attributes['DeliveryPolicy'];
  return httpSchedule(policy ? parseDeliveryPolicy(policy) : DEFAULT_POLICY);
}

async function giveUp({ caller, signal, logger }: DeliverDependencies, notification: MailNotification): Promise<void> {
  const { publication, subscription } = notification;
  const policy = subscription.attributes['RedrivePolicy'];
  if (!policy || publication.token !== undefined) return;
  const target = readRedriveTarget(policy);
  const { groupId, deduplicationId } = publication;
  const letter = await sendToQueue(caller, target, signal, {
    MessageBody: notificationText(notification),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === undefined || !target.endsWith('.fifo') ? {} : { MessageDeduplicationId: deduplicationId }),
  });
  if (!letter.ok) logger.warn('A dead letter was lost', { target, reason: letter.reason });
}
