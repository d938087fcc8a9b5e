import { invalidValue } from './sqs-errors.ts';

/** Twelve hours. */
const MAX_SECONDS = 43_200;

/** @throws {ApiError} */
export function checkVisibilityTimeout(seconds: number): void {
  if (seconds >= 0 && seconds <= MAX_SECONDS) return;
  throw invalidValue(seconds, 'VisibilityTimeout', `VisibilityTimeout must be an integer between 0 and ${MAX_SECONDS}`);
}
