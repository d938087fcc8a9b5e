/** From what a publisher sends to what is kept; everything that is wrong with a message is found here. */
import { createHash } from 'node:crypto';
import { attributesSize } from '../sqs/message-attributes.ts';
import { isFifoTopic } from './arn.ts';
import { type MessageAttributes, storedAttributes } from './message-attributes.ts';
import { invalidParameter } from './sns-errors.ts';
import type { PublicationRecord, TopicRecord } from './sns-records.ts';

export interface MessageInput {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

export type NewPublication = Omit<PublicationRecord, 'messageId' | 'publishedMs' | 'sequenceNumber' | 'topicArn'>;

/** 256 KiB. https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const MAX_MESSAGE_BYTES = 262_144;
const TOKEN = /^[!-~]{1,128}$/;

/** @throws {ApiError} in AWS's words. */
export function newPublication(input: MessageInput, topic: TopicRecord): NewPublication {
  const { Message: text, Subject: subject } = input;
  if (text === '') throw invalidParameter('Empty message');
  // One line, of up to a hundred characters, that begins with a letter, a digit or punctuation.
  if (subject !== undefined && !/^[^\s\p{Cc}][^\p{Cc}]{0,99}$/u.test(subject)) throw invalidParameter('Subject');
  const attributes = storedAttributes(input.MessageAttributes);
  if (messageSize(input) > MAX_MESSAGE_BYTES) throw invalidParameter('Message too long');
  return {
    messages: messagesOf(input),
    ...(subject === undefined ? {} : { subject }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(isFifoTopic(topic.arn) ? fifoIds(input, topic) : standardIds(input)),
  };
}

export function messageSize({ Message, MessageAttributes }: MessageInput): number {
  return Buffer.byteLength(Message) + attributesSize(storedAttributes(MessageAttributes));
}

/** A message for each protocol, if the publisher says so. */
function messagesOf({ Message: text, MessageStructure: structure }: MessageInput): PublicationRecord['messages'] {
  if (structure === undefined || structure === '') return { default: text };
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  let messages: unknown;
  try {
    messages = JSON.parse(text);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  if (typeof messages !== 'object' || messages === null || Array.isArray(messages)) {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  // AWS passes over what is no text.
  const texts = Object.entries(messages).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (!texts.some(([protocol]) => protocol === 'default')) {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
  return Object.fromEntries(texts);
}

function fifoIds(
  { MessageGroupId: groupId, MessageDeduplicationId: given, Message: text }: MessageInput,
  topic: TopicRecord,
) {
  if (groupId === undefined || groupId === '') {
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  }
  checkToken('MessageGroupId', groupId);
  if (given !== undefined) checkToken('MessageDeduplicationId', given);
  const isContentBased = topic.attributes['ContentBasedDeduplication']?.toLowerCase() === 'true';
  const deduplicationId = given ?? (isContentBased ? createHash('sha256').update(text).digest('hex') : undefined);
  if (deduplicationId === undefined) {
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { groupId, deduplicationId };
}

/** A group of a standard topic is passed on to queues. */
function standardIds({ MessageGroupId: groupId, MessageDeduplicationId: given }: MessageInput) {
  if (given !== undefined) {
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
  if (groupId === undefined) return {};
  checkToken('MessageGroupId', groupId);
  return { groupId };
}

function checkToken(name: string, value: string): void {
  if (!TOKEN.test(value)) {
    throw invalidParameter(
      `${name} Reason: ${name} can only include alphanumeric and punctuation characters and must be between 1 and 128 characters long`,
    );
  }
}
