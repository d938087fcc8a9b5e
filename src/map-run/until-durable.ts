/** Tries a write until it is durable: what a map run has done must not be lost to a disk that is full for a while. */
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';

const FIRST_RETRY_MS = 10;
const MAX_RETRY_MS = 5_000;

export interface Persistence {
  readonly mapRunArn: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isClosed: () => boolean;
}

/** Resolves when the write is durable, or the server stops. */
export async function untilDurable(write: () => Promise<void>, persistence: Persistence): Promise<void> {
  const { mapRunArn, clock, logger, isClosed } = persistence;
  for (let failures = 1; !isClosed(); failures++) {
    try {
      await write();
      return;
    } catch (error) {
      logger.warn('What a map run does could not be made durable; trying again', { mapRunArn, failures, error });
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
      await new Promise<void>((resolve) => clock.after(delayMs, resolve));
    }
  }
}
