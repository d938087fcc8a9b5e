/** Second step of the state machine: writes what came out into the function's log, and passes it on. */
import type { Processed } from './process-message.ts';

export async function handler(event: Processed): Promise<{ logged: true; result: Processed }> {
  console.log(`processed: ${JSON.stringify(event)}`);
  return { logged: true, result: event };
}
