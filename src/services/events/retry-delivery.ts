/** Whether and when a delivery that failed is tried again. Default patience, as at AWS: 185 retries within 24 hours. */
import type { DeliveryRecord } from './event-records.ts';
import type { FailedDelivery } from './send-to-target.ts';

export type NextAttempt =
  | { readonly type: 'Retry'; readonly delivery: DeliveryRecord }
  | { readonly type: 'GiveUp'; readonly exhausted?: ExhaustedCondition };

export type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 600_000;

/** `random` is in [0, 1): delays grow twofold, and jitter takes up to half of each. */
export function nextAttempt(
  delivery: DeliveryRecord,
  { isRetryable }: FailedDelivery,
  nowMs: number,
  random: number,
): NextAttempt {
  if (!isRetryable) return { type: 'GiveUp' };
  const { MaximumRetryAttempts: retries = DEFAULT_RETRIES, MaximumEventAgeInSeconds: age = DEFAULT_AGE_SECONDS } =
    delivery.target.RetryPolicy ?? {};
  if (delivery.attempts >= retries) return { type: 'GiveUp', exhausted: 'MaximumRetryAttempts' };
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** delivery.attempts, MAX_DELAY_MS);
  const dueMs = Math.round(nowMs + delayMs * (1 - random / 2));
  if (dueMs - delivery.acceptedMs > age * 1_000) return { type: 'GiveUp', exhausted: 'MaximumEventAgeInSeconds' };
  return { type: 'Retry', delivery: { ...delivery, attempts: delivery.attempts + 1, dueMs } };
}
