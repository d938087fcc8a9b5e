/** First step of the state machine. An error that it raises fails the execution, with the error's name, its message and its trace. */
import { type Processed, processMessage } from './process-message.ts';

export async function handler(event: unknown): Promise<Processed> {
  return processMessage(event);
}
