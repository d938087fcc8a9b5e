/** PublishBatch: entries fail one by one; those that do not are on disk together. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import {
  MAX_MESSAGE_BYTES,
  type MessageInput,
  messageSize,
  type NewPublication,
  newPublication,
} from '../new-publication.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';

interface Input extends TopicInput {
  readonly PublishBatchRequestEntries: readonly (MessageInput & { readonly Id: string })[];
}

const MAX_ENTRIES = 10;

export function publishBatch({ topics, publisher }: SnsDependencies): Operation<Input> {
  return async ({ TopicArn: arn, PublishBatchRequestEntries: entries }) => {
    parseTopicArn(arn);
    checkEntries(entries);
    const topic = topics.require(arn);
    const accepted: { readonly id: string; readonly publication: NewPublication }[] = [];
    const failed: { Id: string; Code: string; Message: string; SenderFault: boolean }[] = [];
    let bytes = 0;
    for (const entry of entries) {
      try {
        bytes += messageSize(entry);
        accepted.push({ id: entry.Id, publication: newPublication(entry, topic) });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: error.fault === 'client' });
      }
    }
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new ApiError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
    }
    const published = await publisher.publish(
      topic,
      accepted.map(({ publication }) => publication),
    );
    return { Successful: accepted.map(({ id }, at) => ({ Id: id, ...published[at] })), Failed: failed };
  };
}

function checkEntries(entries: Input['PublishBatchRequestEntries']): void {
  if (entries.length === 0) throw new ApiError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MAX_ENTRIES) {
    throw new ApiError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      throw new ApiError(
        'InvalidBatchEntryId',
        "The Id of a batch entry in a batch request doesn't abide by the specification.",
      );
    }
    if (seen.has(Id)) {
      throw new ApiError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
    }
    seen.add(Id);
  }
}
