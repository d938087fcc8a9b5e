/**
 * How long to wait before the next attempt of a delivery.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
import { invalidParameter } from './sns-errors.ts';

/** The wait after so many attempts, or `undefined` when it is to be given up. */
export type RetrySchedule = (attempts: number) => number | undefined;

/** To AWS's own services: at once, then more slowly, for 23 days. */
export const ownServices: RetrySchedule = (attempts) => {
  if (attempts <= 3) return 0;
  if (attempts <= 5) return 1_000;
  if (attempts <= 15) return (1 + ((attempts - 5) * 19) / 10) * 1_000;
  return attempts <= 100_015 ? 20_000 : undefined;
};

export interface DeliveryPolicy {
  readonly numRetries: number;
  readonly minDelaySeconds: number;
  readonly maxDelaySeconds: number;
  readonly noDelayRetries: number;
  readonly minDelayRetries: number;
  readonly maxDelayRetries: number;
  readonly backoff: 'linear' | 'arithmetic' | 'geometric' | 'exponential';
}

export const DEFAULT_POLICY: DeliveryPolicy = {
  numRetries: 3,
  minDelaySeconds: 20,
  maxDelaySeconds: 20,
  noDelayRetries: 0,
  minDelayRetries: 0,
  maxDelayRetries: 0,
  backoff: 'linear',
};

/** To HTTP endpoints: four phases, as the delivery policy says. */
export function httpSchedule(policy: DeliveryPolicy): RetrySchedule {
  const {
    numRetries,
    minDelaySeconds: min,
    maxDelaySeconds: max,
    noDelayRetries,
    minDelayRetries,
    maxDelayRetries,
  } = policy;
  const backoffRetries = Math.max(1, numRetries - noDelayRetries - minDelayRetries - maxDelayRetries);
  return (attempts) => {
    if (attempts > numRetries) return undefined;
    let step = attempts - noDelayRetries;
    if (step <= 0) return 0;
    step -= minDelayRetries;
    if (step <= 0) return min * 1_000;
    if (step > backoffRetries) return max * 1_000;
    const share = backoffRetries === 1 ? 1 : (step - 1) / (backoffRetries - 1);
    return (min + (max - min) * curve(policy.backoff, share)) * 1_000;
  };
}

function curve(backoff: DeliveryPolicy['backoff'], share: number): number {
  switch (backoff) {
    case 'linear':
      return share;
    case 'arithmetic':
      return share ** 2;
    case 'geometric':
      return (10 ** share - 1) / 9;
    case 'exponential':
      return (100 ** share - 1) / 99;
  }
}

/** Of a subscription's or a topic's `DeliveryPolicy`. @throws {ApiError} */
export function parseDeliveryPolicy(text: string): DeliveryPolicy {
  const retry = healthyRetry(text);
  const number = (name: string, fallback: number, max: number): number => {
    const value = retry[name] ?? fallback;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
      throw invalidParameter(`DeliveryPolicy: healthyRetryPolicy.${name} must be between 0 and ${max}`);
    }
    return value;
  };
  const backoff = retry['backoffFunction'] ?? 'linear';
  if (!['linear', 'arithmetic', 'geometric', 'exponential'].includes(backoff as string)) {
    throw invalidParameter(
      'DeliveryPolicy: healthyRetryPolicy.backoffFunction must be linear, arithmetic, geometric or exponential',
    );
  }
  const policy: DeliveryPolicy = {
    numRetries: number('numRetries', 3, 100),
    minDelaySeconds: number('minDelayTarget', 20, 3_600),
    maxDelaySeconds: number('maxDelayTarget', 20, 3_600),
    noDelayRetries: number('numNoDelayRetries', 0, 100),
    minDelayRetries: number('numMinDelayRetries', 0, 100),
    maxDelayRetries: number('numMaxDelayRetries', 0, 100),
    backoff: backoff as DeliveryPolicy['backoff'],
  };
  if (policy.maxDelaySeconds < policy.minDelaySeconds) {
    throw invalidParameter('DeliveryPolicy: minDelayTarget must be less than or equal to maxDelayTarget');
  }
  return policy;
}

/** A topic has it under `http` and `defaultHealthyRetryPolicy`. */
function healthyRetry(text: string): Readonly<Record<string, unknown>> {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalidParameter('DeliveryPolicy: failed to parse JSON.');
  }
  const object = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const root = object(policy);
  return object(root['healthyRetryPolicy'] ?? object(root['http'])['defaultHealthyRetryPolicy']);
}
