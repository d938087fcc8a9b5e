/** What the operations of the SNS API stand on. */
import type { OperationContext } from '../../gateway/operation.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Publisher } from './publisher.ts';
import type { TopicStore } from './topic-store.ts';

export interface SnsDependencies {
  readonly topics: TopicStore;
  readonly publisher: Publisher;
  /** Whether subscriptions by email can be served. */
  readonly hasMailer: boolean;
  readonly ids: Ids;
}

export interface TopicInput {
  readonly TopicArn: string;
}

/** Who links in mails lead here for is unsigned. */
export const isAuthenticated = ({ accessKeyId }: OperationContext): boolean => accessKeyId !== undefined;
