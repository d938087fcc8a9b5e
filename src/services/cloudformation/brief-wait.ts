/**
 * Most stacks are done in less time than it takes a tool to ask for the first time whether they are: the AWS CLI asks again after half a minute.
 * So an answer waits a little for the end; whatever takes longer is asked for as at AWS.
 */
import type { Clock } from '../../runtime/clock.ts';

const MOST_MS = 3_000;

/** Resolves when `done` has ended, well or not, or after a moment. */
export async function briefWait(done: Promise<unknown>, clock: Clock): Promise<void> {
  let cancel = (): void => {};
  const moment = new Promise<void>((resolve) => {
    cancel = clock.after(MOST_MS, resolve);
  });
  await Promise.race([done.catch(() => {}), moment]);
  cancel();
}
