/** A filter pattern that cannot be read; the message is AWS's where it is known. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

export const invalidCharacter = (character: string): PatternError =>
  new PatternError(`Invalid character(s) in term '${character}'`);

export const invalidPattern = (): PatternError => new PatternError('Invalid filter pattern');
