/** From what a caller sends to what a queue stores; everything that is wrong with a message is found here. */
import { createHash } from 'node:crypto';
import { ApiError, type OperationContext } from '../../gateway/operation.ts';
import {
  attributesMd5,
  attributesSize,
  type MessageAttribute,
  type MessageAttributes,
  md5,
  storedAttributes,
} from './message-attributes.ts';
import type { NewMessage, Sent } from './message-queue.ts';
import { sequenceNumber } from './message-record.ts';
import type { QueueSettings } from './queue-settings.ts';
import { invalidParameter, invalidValue, missingParameter } from './sqs-errors.ts';

export interface MessageInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: Readonly<Record<string, MessageAttribute>>;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

const MAX_DELAY_SECONDS = 900;
/** Letters, digits and ASCII punctuation. */
const TOKEN = /^[!-~]{1,128}$/;

/** @throws {ApiError} in AWS's words. */
export function newMessage(input: MessageInput, settings: QueueSettings, context: OperationContext): NewMessage {
  const { MessageBody: body, DelaySeconds: delay } = input;
  if (body === '') throw missingParameter('MessageBody');
  checkContent(body);
  const attributes = storedAttributes(input.MessageAttributes);
  if (messageSize(input) > settings.maxMessageBytes) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maxMessageBytes} bytes.`,
    );
  }
  if (delay !== undefined && (delay < 0 || delay > MAX_DELAY_SECONDS)) {
    throw invalidValue(delay, 'DelaySeconds', `DelaySeconds must be >= 0 and <= ${MAX_DELAY_SECONDS}.`);
  }
  const traceHeader = traceHeaderOf(input);
  return {
    body,
    bodyMd5: md5(body),
    senderId: context.account,
    ...(attributes === undefined ? {} : { attributes }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(settings.isFifo ? fifoIds(input, settings) : standardIds(input)),
    delayMs: delay === undefined ? settings.delayMs : delay * 1_000,
  };
}

/** What counts against the limit: the body and the attributes with their names and types. */
export function messageSize({ MessageBody, MessageAttributes }: MessageInput): number {
  return Buffer.byteLength(MessageBody) + attributesSize(storedAttributes(MessageAttributes));
}

function fifoIds(input: MessageInput, settings: QueueSettings) {
  const { MessageGroupId: groupId, MessageDeduplicationId: given, DelaySeconds } = input;
  if (groupId === undefined || groupId === '') throw missingParameter('MessageGroupId');
  checkToken(groupId, 'MessageGroupId');
  if (DelaySeconds !== undefined && DelaySeconds !== 0) {
    throw invalidValue(
      DelaySeconds,
      'DelaySeconds',
      'The request include parameter that is not valid for this queue type.',
    );
  }
  if (given !== undefined) checkToken(given, 'MessageDeduplicationId');
  const deduplicationId = given ?? (settings.isContentBased ? sha256(input.MessageBody) : undefined);
  if (deduplicationId === undefined) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { groupId, deduplicationId };
}

/** A group on a standard queue is a tenant of a fair queue: recorded, and told to receivers. */
function standardIds({ MessageGroupId: groupId, MessageDeduplicationId: given }: MessageInput) {
  if (given !== undefined) {
    throw invalidValue(
      given,
      'MessageDeduplicationId',
      'The request include parameter that is not valid for this queue type.',
    );
  }
  if (groupId === undefined) return {};
  checkToken(groupId, 'MessageGroupId');
  return { groupId };
}

function checkToken(value: string, name: string): void {
  if (TOKEN.test(value)) return;
  throw invalidValue(
    value,
    name,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function traceHeaderOf({ MessageSystemAttributes }: MessageInput): string | undefined {
  for (const [name, { DataType, StringValue }] of Object.entries(MessageSystemAttributes ?? {})) {
    if (name !== 'AWSTraceHeader') {
      throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
    }
    if (DataType !== 'String' || !StringValue) {
      throw invalidParameter(
        "The message system attribute 'AWSTraceHeader' must contain non-empty message system attribute value for message attribute type 'String'.",
      );
    }
    return StringValue;
  }
  return undefined;
}

/** What XML 1.0 can carry. */
function checkContent(body: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/u.test(body)) return;
  throw new ApiError(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the sender of a message is told. */
export function sentOutput(message: NewMessage, { messageId, sequence }: Sent, isFifo: boolean) {
  const { traceHeader } = message;
  return {
    MessageId: messageId,
    MD5OfMessageBody: message.bodyMd5,
    MD5OfMessageAttributes: attributesMd5(message.attributes),
    MD5OfMessageSystemAttributes:
      traceHeader === undefined ? undefined : attributesMd5({ AWSTraceHeader: { type: 'String', text: traceHeader } }),
    SequenceNumber: isFifo ? sequenceNumber(sequence) : undefined,
  };
}
