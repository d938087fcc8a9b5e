/** Receiving with patience: a long poll ends with the first message, at its deadline, or when the client goes away. */
import type { Clock } from '../../runtime/clock.ts';
import type { MessageQueue, Received } from './message-queue.ts';

export interface Poll {
  /** Asked again after each wait: the queue may have been purged or deleted. */
  open(): MessageQueue;
  readonly limit: number;
  readonly visibilityMs: number | undefined;
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** The server ends: nobody waits any longer. */
  isStopping(): boolean;
}

export async function pollMessages(poll: Poll): Promise<Received[]> {
  const { clock, signal } = poll;
  const deadlineMs = clock.now() + poll.waitMs;
  while (!signal.aborted) {
    const queue = poll.open();
    const { wakeUps } = queue;
    const received = await queue.receive(poll.limit, poll.visibilityMs ?? queue.settings.visibilityTimeoutMs);
    const nowMs = clock.now();
    if (received.length > 0 || nowMs >= deadlineMs || poll.isStopping()) return received;
    if (queue.wakeUps !== wakeUps || queue.isClosed) continue;
    await somethingHappens(poll, queue, Math.min(deadlineMs, queue.nextDueMs() ?? deadlineMs) - nowMs);
  }
  return [];
}

function somethingHappens({ clock, signal }: Poll, queue: MessageQueue, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancelTimer();
      leave();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const leave = queue.wait(() => {
      done();
      // Woken for a message that it will not take.
      if (signal.aborted) queue.wakeNext();
    });
    const cancelTimer = clock.after(withinMs, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
