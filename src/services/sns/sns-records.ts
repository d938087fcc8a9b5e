/** What SNS keeps. */
import type { StoredAttribute } from '../sqs/message-record.ts';

export interface TopicRecord {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** As callers set them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly dataProtectionPolicy?: string;
  readonly subscriptionsDeleted: number;
}

export interface SubscriptionRecord {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly owner: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly isPending: boolean;
  /** By which the endpoint confirms; it may do so again. */
  readonly token?: string;
  /** Only its owner may end it. */
  readonly needsAuthentication?: boolean;
  readonly wasAuthenticated: boolean;
}

export const PROTOCOLS = ['sqs', 'lambda', 'http', 'https', 'email', 'email-json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A message that was published and not delivered everywhere yet. */
export interface PublicationRecord {
  readonly messageId: string;
  readonly topicArn: string;
  /** By protocol, where the publisher said so; `default` otherwise. */
  readonly messages: Readonly<Record<string, string>>;
  readonly subject?: string;
  readonly attributes?: Readonly<Record<string, StoredAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  readonly publishedMs: number;
  /** A request to confirm: for one subscription, with its token. */
  readonly token?: string;
}

/** One message for one subscription. Its key is the publication's and the subscription's id. */
export interface DeliveryRecord {
  readonly subscriptionArn: string;
  readonly attempts: number;
  readonly dueMs: number;
  /** Deliveries of the same lane go one after another. */
  readonly lane?: string;
}

export const TOPICS = 'sns.topics';
export const SUBSCRIPTIONS = 'sns.subscriptions';
export const PUBLICATIONS = 'sns.publications';
export const DELIVERIES = 'sns.deliveries';
export const DUPLICATES = 'sns.deduplication';
