/** Runs something for a bounded time. */
import type { Clock } from '../../runtime/clock.ts';

export class DeadlineError extends Error {}

/** Rejects with a `DeadlineError` after `timeoutMs`; `run` is told through its signal, which also follows `outer`. */
export async function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', follow, { once: true });
  if (outer.aborted) follow();
  let cancel = (): void => {};
  const expired = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(timeoutMs, () => {
      const deadline = new DeadlineError(`No answer within ${timeoutMs} ms`);
      reject(deadline);
      controller.abort(deadline);
    });
  });
  try {
    return await Promise.race([run(controller.signal), expired]);
  } finally {
    cancel();
    outer.removeEventListener('abort', follow);
  }
}
