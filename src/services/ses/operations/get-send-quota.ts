import type { Operation } from '../../../gateway/operation.ts';
import { MAX_24_HOUR_SEND, MAX_SEND_RATE, sentLast24Hours } from '../sending-statistics.ts';
import type { Ses } from '../ses-record.ts';

/** AWS's usual numbers. Nothing is held back. */
export function getSendQuota(ses: Ses): Operation {
  return (_input, context) => ({
    Max24HourSend: MAX_24_HOUR_SEND,
    MaxSendRate: MAX_SEND_RATE,
    SentLast24Hours: sentLast24Hours(ses, context),
  });
}
