/** Time, as everything outside the pure folders sees it: real in production, simulated in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `delayMs`; the returned function cancels it. Any delay is allowed. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The longest delay that Node's timers take: 2^31 - 1 ms. */
const MAX_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      timer =
        leftMs > MAX_TIMER_MS
          ? setTimeout(() => arm(leftMs - MAX_TIMER_MS), MAX_TIMER_MS)
          : setTimeout(callback, Math.max(0, leftMs));
    };
    arm(delayMs);
    return () => clearTimeout(timer);
  },
};
