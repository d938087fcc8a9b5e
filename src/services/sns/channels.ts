/** How a notification gets to its endpoint, by protocol. Failures are values: whether to try again is told by the channel. */
import type { AwsCaller, CallResult } from '../../connectors/aws-caller.ts';
import type { Mailer } from '../mail/mailer.ts';
import { wireAttributes } from '../sqs/message-attributes.ts';
import { parseQueueArn } from '../sqs/queue-record.ts';
import { confirmationText, lambdaEvent, type Notification, notificationText } from './envelope.ts';
import { notificationMail } from './notification-mail.ts';
import { postNotification } from './post-notification.ts';

export type ChannelResult =
  | { readonly ok: true }
  /** `isPermanent`: another attempt would fail as well. */
  | { readonly ok: false; readonly isPermanent: boolean; readonly reason: string };

export interface ChannelDependencies {
  readonly caller: AwsCaller;
  readonly mailer: Mailer | undefined;
  readonly signal: AbortSignal;
}

export function sendNotification(
  dependencies: ChannelDependencies,
  notification: Notification,
): Promise<ChannelResult> {
  switch (notification.subscription.protocol) {
    case 'sqs':
      return toQueue(dependencies, notification);
    case 'lambda':
      return toFunction(dependencies, notification);
    case 'http':
    case 'https':
      return toUrl(dependencies, notification);
    case 'email':
    case 'email-json':
      return toMailbox(dependencies, notification);
  }
}

export const isRaw = ({ subscription }: Notification): boolean =>
  subscription.attributes['RawMessageDelivery']?.toLowerCase() === 'true';

async function toQueue({ caller, signal }: ChannelDependencies, notification: Notification): Promise<ChannelResult> {
  const { publication, subscription, message } = notification;
  const { groupId, deduplicationId, attributes } = publication;
  const raw = isRaw(notification);
  return sendToQueue(caller, subscription.endpoint, signal, {
    MessageBody: raw ? message : notificationText(notification),
    ...(raw && attributes ? { MessageAttributes: queueAttributes(attributes) } : {}),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === undefined || !subscription.endpoint.endsWith('.fifo')
      ? {}
      : { MessageDeduplicationId: deduplicationId }),
  });
}

export async function sendToQueue(
  caller: AwsCaller,
  queueArn: string,
  signal: AbortSignal,
  message: Readonly<Record<string, unknown>>,
): Promise<ChannelResult> {
  const queue = parseQueueArn(queueArn);
  if (!queue) return { ok: false, isPermanent: true, reason: `${queueArn} is no queue` };
  const { account, region, name } = queue;
  const params = { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}`, ...message };
  return fromCall(await caller.call({ service: 'sqs', operation: 'SendMessage', params, region, account, signal }));
}

/** A queue has no lists: they travel as the text that they are. */
function queueAttributes(attributes: NonNullable<Notification['publication']['attributes']>) {
  return wireAttributes(attributes);
}

async function toFunction({ caller, signal }: ChannelDependencies, notification: Notification): Promise<ChannelResult> {
  const { endpoint } = notification.subscription;
  const [, , , region, account] = endpoint.split(':');
  const params = { FunctionName: endpoint, InvocationType: 'Event', Payload: lambdaEvent(notification) };
  return fromCall(await caller.call({ service: 'lambda', operation: 'Invoke', params, region, account, signal }));
}

function toUrl({ signal }: ChannelDependencies, notification: Notification): Promise<ChannelResult> {
  const raw = isRaw(notification);
  return postNotification({
    notification,
    type: 'Notification',
    isRaw: raw,
    body: raw ? notification.message : notificationText(notification),
    signal,
  });
}

async function toMailbox({ mailer }: ChannelDependencies, notification: Notification): Promise<ChannelResult> {
  if (!mailer) return { ok: false, isPermanent: true, reason: 'There is no mailbox' };
  return mailed(mailer.send(notificationMail(notification)));
}

/** Asks the endpoint to confirm. */
export async function sendConfirmation(
  { mailer, signal }: ChannelDependencies,
  notification: Notification,
): Promise<ChannelResult> {
  if (notification.subscription.protocol.startsWith('http')) {
    const body = confirmationText(notification);
    return postNotification({ notification, type: 'SubscriptionConfirmation', isRaw: false, body, signal });
  }
  if (!mailer) return { ok: false, isPermanent: true, reason: 'There is no mailbox' };
  return mailed(mailer.send(notificationMail(notification)));
}

async function mailed(sending: Promise<void>): Promise<ChannelResult> {
  try {
    await sending;
    return { ok: true };
  } catch (error) {
    return { ok: false, isPermanent: false, reason: String(error) };
  }
}

function fromCall(result: CallResult): ChannelResult {
  if (result.ok) return { ok: true };
  const isThrottled = result.status === 429 || result.code.includes('Throttl') || result.code === 'OverLimit';
  return {
    ok: false,
    isPermanent: result.fault === 'client' && !isThrottled,
    reason: `${result.code}: ${result.message}`,
  };
}
