/** Pages of things that are listed by name: a token names the last one given. */
import { invalidParameter } from './errors.ts';

export interface NamePage<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** `items` in the order of the listing; `keyOf` is unique among them. @throws {ApiError} InvalidParameterException */
export function namePage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  limit: number,
  nextToken: string | undefined,
): NamePage<T> {
  let from = 0;
  if (nextToken !== undefined) {
    const after = readToken(nextToken);
    const found = items.findIndex((item) => keyOf(item) === after);
    // What the token named may be gone: then the listing ends, rather than begin again.
    from = found < 0 ? items.length : found + 1;
  }
  const page = items.slice(from, from + limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && from + limit < items.length;
  return { items: page, ...(hasMore && { nextToken: Buffer.from(keyOf(last)).toString('base64url') }) };
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text === '' || Buffer.from(text).toString('base64url') !== token) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return text;
}
