/** Notifications and requests to confirm, as mail. */
import type { OutgoingMail } from '../mail/mailer.ts';
import { confirmationText, confirmationUrl, type Notification, notificationText, unsubscribeUrl } from './envelope.ts';

const ADDRESS = 'no-reply@sns.amazonaws.com';

export interface MailNotification extends Notification {
  /** Of the topic: the sender's name. */
  readonly displayName?: string;
}

export function notificationMail(notification: MailNotification): OutgoingMail {
  const { publication, subscription } = notification;
  const headers = { 'x-amz-sns-topic-arn': publication.topicArn, 'x-amz-sns-message-id': publication.messageId };
  const mail = { from: sender(notification.displayName), to: subscription.endpoint, headers };
  const isJson = subscription.protocol === 'email-json';
  if (publication.token !== undefined) {
    const subject = 'AWS Notification - Subscription Confirmation';
    return isJson
      ? { ...mail, subject, text: confirmationText(notification) }
      : { ...mail, subject, ...confirmation(notification) };
  }
  const subject = publication.subject ?? 'AWS Notification Message';
  return { ...mail, subject, text: isJson ? notificationText(notification) : plainText(notification) };
}

function sender(displayName: string | undefined): string {
  const name = (displayName || 'AWS Notifications').replace(/[\r\n"\\]/g, ' ');
  return `"${name}" <${ADDRESS}>`;
}

function plainText({ message, subscription, baseUrl }: Notification): string {
  return [
    message,
    '',
    '--',
    'If you no longer want notifications of this topic, open the link below to unsubscribe:',
    unsubscribeUrl(baseUrl, subscription.arn),
    '',
    'This address takes no replies.',
    '',
  ].join('\n');
}

function confirmation({ publication, baseUrl }: Notification): { readonly text: string; readonly html: string } {
  const { topicArn, token = '' } = publication;
  const url = confirmationUrl(baseUrl, topicArn, token);
  const chosen = 'You have chosen to subscribe to the topic:';
  const text = [
    chosen,
    topicArn,
    '',
    'To confirm this subscription, open the link below (if this was in error, nothing needs to be done):',
    url,
    '',
  ].join('\n');
  const html = `<p>${chosen}<br><b>${escapeHtml(topicArn)}</b></p><p>To confirm this subscription, open the link below (if this was in error, nothing needs to be done):<br><a href="${escapeHtml(url)}">Confirm subscription</a></p>`;
  return { text, html };
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
