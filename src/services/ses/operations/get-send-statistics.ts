import type { Operation } from '../../../gateway/operation.ts';
import { sendDataPoints } from '../sending-statistics.ts';
import type { Ses } from '../ses-record.ts';

export function getSendStatistics(ses: Ses): Operation {
  return (_input, context) => ({ SendDataPoints: sendDataPoints(ses, context) });
}
