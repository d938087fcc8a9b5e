/**
 * Notifications as AWS writes them: the JSON that queues and HTTP endpoints get, and the event of a function.
 *
 * N1 The text is AWS's down to its white space, for endpoints that look at it as text. N2 Messages of FIFO topics are not signed.
 */
import type { StoredAttribute } from '../sqs/message-record.ts';
import type { MessageSigner } from './message-signer.ts';
import type { PublicationRecord, SubscriptionRecord } from './sns-records.ts';

export interface Notification {
  readonly publication: PublicationRecord;
  readonly subscription: SubscriptionRecord;
  /** For this subscription's protocol. */
  readonly message: string;
  readonly baseUrl: string;
  readonly signer: MessageSigner;
}

export const timestampOf = ({ publishedMs }: PublicationRecord): string => new Date(publishedMs).toISOString();

export const unsubscribeUrl = (baseUrl: string, subscriptionArn: string): string =>
  `${baseUrl}/?Action=Unsubscribe&SubscriptionArn=${encodeURIComponent(subscriptionArn)}&Version=2010-03-31`;

export const confirmationUrl = (baseUrl: string, topicArn: string, token: string): string =>
  `${baseUrl}/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(topicArn)}&Token=${token}&Version=2010-03-31`;

/** The text that queues and HTTP endpoints get. */
export function notificationText({ publication, subscription, message, baseUrl, signer }: Notification): string {
  const { messageId, topicArn, subject, sequenceNumber, attributes } = publication;
  const timestamp = timestampOf(publication);
  const type = 'Notification';
  return writeObject({
    Type: type,
    MessageId: messageId,
    SequenceNumber: sequenceNumber,
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: timestamp,
    ...(sequenceNumber === undefined
      ? signer.sign({
          Message: message,
          MessageId: messageId,
          Subject: subject,
          Timestamp: timestamp,
          TopicArn: topicArn,
          Type: type,
        })
      : {}),
    UnsubscribeURL: unsubscribeUrl(baseUrl, subscription.arn),
    MessageAttributes: attributes && attributeLines(attributes),
  });
}

/** The request to confirm. */
export function confirmationText({ publication, message, baseUrl, signer }: Notification): string {
  const { messageId, topicArn, token = '' } = publication;
  const timestamp = timestampOf(publication);
  const url = confirmationUrl(baseUrl, topicArn, token);
  const type = 'SubscriptionConfirmation';
  return writeObject({
    Type: type,
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: message,
    SubscribeURL: url,
    Timestamp: timestamp,
    ...signer.sign({
      Message: message,
      MessageId: messageId,
      SubscribeURL: url,
      Timestamp: timestamp,
      Token: token,
      TopicArn: topicArn,
      Type: type,
    }),
  });
}

/** The event of a function, as JSON text. */
export function lambdaEvent({ publication, subscription, message, baseUrl, signer }: Notification): string {
  const { messageId, topicArn, subject, attributes = {} } = publication;
  const timestamp = timestampOf(publication);
  const signed = signer.sign({
    Message: message,
    MessageId: messageId,
    Subject: subject,
    Timestamp: timestamp,
    TopicArn: topicArn,
    Type: 'Notification',
  });
  const sns = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject ?? null,
    Message: message,
    Timestamp: timestamp,
    SignatureVersion: signed.SignatureVersion,
    Signature: signed.Signature,
    SigningCertUrl: signed.SigningCertURL,
    UnsubscribeUrl: unsubscribeUrl(baseUrl, subscription.arn),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, typeAndValue(value)]),
    ),
  };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns: sns };
  return JSON.stringify({ Records: [record] });
}

const typeAndValue = ({ type, text, binary }: StoredAttribute) => ({ Type: type, Value: text ?? binary });

function attributeLines(attributes: Readonly<Record<string, StoredAttribute>>): RawJson {
  const lines = Object.entries(attributes).map(
    ([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(typeAndValue(value))}`,
  );
  return { json: `{\n${lines.join(',\n')}\n  }` };
}

interface RawJson {
  readonly json: string;
}

function writeObject(members: Readonly<Record<string, string | RawJson | undefined>>): string {
  const lines = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${typeof value === 'object' ? value.json : JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}
