/** Messages of a queue as a function's event, and which of them the function did not take. */

export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody?: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<
      string,
      { readonly DataType?: string; readonly StringValue?: string; readonly BinaryValue?: Uint8Array | string }
    >
  >;
}

export function queueEvent(batch: readonly QueueMessage[], eventSourceARN: string): object {
  const awsRegion = eventSourceARN.split(':')[3];
  return {
    Records: batch.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
          name,
          {
            ...(StringValue !== undefined && { stringValue: StringValue }),
            ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
            stringListValues: [],
            binaryListValues: [],
            dataType: DataType,
          },
        ]),
      ),
      ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN,
      awsRegion,
    })),
  };
}

/** Of `{batchItemFailures: [{itemIdentifier}]}`. An answer that names what is not there, or is none, fails them all, as at AWS. */
export function failedIds(text: string, batch: readonly QueueMessage[]): ReadonlySet<string> {
  const all = new Set(batch.map(({ MessageId }) => MessageId));
  let answer: unknown;
  try {
    answer = JSON.parse(text === '' ? 'null' : text);
  } catch {
    return all;
  }
  if (answer === null || typeof answer !== 'object') return new Set();
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((one: { itemIdentifier?: unknown } | null) => one?.itemIdentifier);
  if (ids.some((id) => typeof id !== 'string' || !all.has(id))) return all;
  return new Set(ids as string[]);
}
