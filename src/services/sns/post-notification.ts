/** Notifications to HTTP and HTTPS endpoints. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ChannelResult } from './channels.ts';
import type { Notification } from './envelope.ts';

export interface Post {
  readonly notification: Notification;
  readonly type: 'Notification' | 'SubscriptionConfirmation';
  readonly isRaw: boolean;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** AWS waits so long for an answer. */
const TIMEOUT_MS = 15_000;

/** Tried again where trying again may help: no answer, a failing server, too many requests. */
export function postNotification({ notification, type, isRaw, body, signal }: Post): Promise<ChannelResult> {
  const { publication, subscription } = notification;
  const url = new URL(subscription.endpoint);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers: Record<string, string> = {
    'x-amz-sns-message-type': type,
    'x-amz-sns-message-id': publication.messageId,
    'x-amz-sns-topic-arn': publication.topicArn,
    'content-type': 'text/plain; charset=UTF-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Amazon Simple Notification Service Agent',
  };
  if (type === 'Notification') headers['x-amz-sns-subscription-arn'] = subscription.arn;
  if (isRaw) headers['x-amz-sns-rawdelivery'] = 'true';
  return new Promise((resolve) => {
    const failed = (reason: string, isPermanent = false): void => resolve({ ok: false, isPermanent, reason });
    const sent = request(url, { method: 'POST', headers, signal, timeout: TIMEOUT_MS }, (response) => {
      const { statusCode: status = 0 } = response;
      response.resume();
      if (status >= 200 && status < 300) resolve({ ok: true });
      else failed(`The endpoint answered ${status}`, status < 500 && status !== 429);
    });
    sent.on('timeout', () => sent.destroy(new Error(`The endpoint did not answer within ${TIMEOUT_MS} ms`)));
    sent.on('error', (error) => failed(error.message));
    sent.end(body);
  });
}
