/** What processing is here: the message is counted and put into capitals. Bad input raises an error with a name of its own. */

export interface Processed {
  readonly message: string;
  readonly words: number;
  readonly characters: number;
}

export class InvalidMessage extends Error {
  override readonly name = 'InvalidMessage';
}

const LONGEST = 1_000;

/** @throws {InvalidMessage} if there is no message, or too long a one. */
export function processMessage(input: unknown): Processed {
  const message = typeof input === 'object' && input !== null ? (input as { message?: unknown }).message : undefined;
  if (typeof message !== 'string' || message.trim() === '')
    throw new InvalidMessage(`"message" must be a text, but is ${JSON.stringify(message) ?? 'missing'}`);
  if (message.length > LONGEST)
    throw new InvalidMessage(`"message" has ${message.length} characters, at most ${LONGEST} are allowed`);
  return {
    message: message.toUpperCase(),
    words: message.trim().split(/\s+/).length,
    characters: [...message].length,
  };
}
