/** Receipt handles: opaque to clients, they name the queue, the message and the receive. */
export interface Receipt {
  readonly queueId: string;
  readonly sequence: number;
  readonly receiptId: string;
}

export function encodeReceipt({ queueId, sequence, receiptId }: Receipt): string {
  return Buffer.from(`1 ${queueId} ${sequence} ${receiptId}`).toString('base64');
}

/** `undefined` for what was never a handle. */
export function decodeReceipt(handle: string): Receipt | undefined {
  const match = /^1 (\S+) (\d{1,16}) (\S+)$/.exec(Buffer.from(handle, 'base64').toString());
  return match ? { queueId: match[1]!, sequence: Number(match[2]), receiptId: match[3]! } : undefined;
}
