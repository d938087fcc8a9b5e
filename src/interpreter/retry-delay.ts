import type { Retrier } from '../asl/state-machine.ts';

/**
 * Time to wait before the next attempt of a failed state, in whole milliseconds.
 * `retryCount` is how many retries this retrier has used: the first retry passes 0. `random` is in [0, 1) and is read
 * only when `JitterStrategy` is `FULL`; `MaxDelaySeconds` caps before jitter.
 * @throws if `retryCount` is negative or not whole: a malformed retrier was rejected by `parseStateMachine`.
 * @see https://states-language.net/#retrying-after-error
 */
export function retryDelayMs(retrier: Retrier, retryCount: number, random: number): number {
  if (!Number.isInteger(retryCount) || retryCount < 0) {
    throw new RangeError(`invariant: retryCount was expected to be a whole number from 0, not ${retryCount}`);
  }
  const grownSeconds = retrier.intervalSeconds * retrier.backoffRate ** retryCount;
  const cappedSeconds = Math.min(grownSeconds, retrier.maxDelaySeconds ?? MAX_DELAY_SECONDS);
  const jitter = retrier.jitterStrategy === 'FULL' ? random : 1;
  return Math.round(cappedSeconds * 1_000 * jitter);
}

/** AWS's largest interval: a backoff that outgrows it waits this long. */
const MAX_DELAY_SECONDS = 99_999_999;
