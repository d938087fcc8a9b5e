/** ReceiveMessage: short or long poll. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { attributesMd5, chosenAttributes, wireAttributes } from '../message-attributes.ts';
import type { MessageQueue, Received } from '../message-queue.ts';
import { sequenceNumber } from '../message-record.ts';
import { pollMessages } from '../poll-messages.ts';
import { encodeReceipt } from '../receipt-handle.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { invalidValue, unknownAttribute } from '../sqs-errors.ts';
import { checkVisibilityTimeout } from '../visibility-timeout.ts';

interface Input extends QueueInput {
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
}

const MAX_MESSAGES = 10;
const MAX_WAIT_SECONDS = 20;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_IN_FLIGHT = 120_000;

const SYSTEM_ATTRIBUTES = [
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
];

export function receiveMessage(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const { queues, clock } = dependencies;
    const queue = requireQueue(dependencies, input, context);
    const names = systemNames(input);
    checkRanges(input);
    if (queue.counts().inFlight >= MAX_IN_FLIGHT) {
      throw new ApiError('OverLimit', 'Too many messages in flight.', { status: 403 });
    }
    const { WaitTimeSeconds: wait, VisibilityTimeout: visibility } = input;
    const received = await pollMessages({
      open: () => requireQueue(dependencies, input, context),
      limit: input.MaxNumberOfMessages ?? 1,
      visibilityMs: visibility === undefined ? undefined : visibility * 1_000,
      waitMs: wait === undefined ? queue.settings.waitTimeMs : wait * 1_000,
      signal: context.signal,
      clock,
      isStopping: () => queues.isStopping,
    });
    const messages = received.map((message) => toMessage(queue, message, names, input.MessageAttributeNames));
    return { Messages: messages.length === 0 ? undefined : messages };
  };
}

function checkRanges({
  MaxNumberOfMessages: count,
  WaitTimeSeconds: wait,
  VisibilityTimeout: visibility,
}: Input): void {
  if (count !== undefined && (count < 1 || count > MAX_MESSAGES)) {
    throw invalidValue(count, 'MaxNumberOfMessages', `Must be between 1 and ${MAX_MESSAGES}, if provided.`);
  }
  if (wait !== undefined && (wait < 0 || wait > MAX_WAIT_SECONDS)) {
    throw invalidValue(wait, 'WaitTimeSeconds', `Must be >= 0 and <= ${MAX_WAIT_SECONDS}, if provided.`);
  }
  if (visibility !== undefined) checkVisibilityTimeout(visibility);
}

/** The older parameter and the newer one mean the same. */
function systemNames({ AttributeNames = [], MessageSystemAttributeNames = [] }: Input): ReadonlySet<string> {
  const names = [...AttributeNames, ...MessageSystemAttributeNames];
  for (const name of names) if (name !== 'All' && !SYSTEM_ATTRIBUTES.includes(name)) throw unknownAttribute(name);
  return new Set(names.includes('All') ? SYSTEM_ATTRIBUTES : names);
}

function toMessage(
  { record, settings }: MessageQueue,
  { entry, message }: Received,
  names: ReadonlySet<string>,
  attributeNames: readonly string[] | undefined,
) {
  const attributes = chosenAttributes(message.attributes, attributeNames);
  const all: Readonly<Record<string, string | undefined>> = {
    SenderId: message.senderId,
    SentTimestamp: String(entry.sentMs),
    ApproximateReceiveCount: String(entry.receives + (message.receivesBefore ?? 0)),
    ApproximateFirstReceiveTimestamp: String(entry.firstReceivedMs),
    SequenceNumber: settings.isFifo ? sequenceNumber(entry.sequence) : undefined,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const system = Object.entries(all).filter(([name, value]) => value !== undefined && names.has(name));
  return {
    MessageId: message.messageId,
    ReceiptHandle: encodeReceipt({ queueId: record.id, sequence: entry.sequence, receiptId: entry.receiptId ?? '' }),
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    Attributes: system.length === 0 ? undefined : Object.fromEntries(system),
    MD5OfMessageAttributes: attributesMd5(attributes),
    MessageAttributes: attributes && wireAttributes(attributes),
  };
}
