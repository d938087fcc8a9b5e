/** Pages of things that are listed by name: a token names the next one. */
import { type NextItem, nextItem, resumeAt, toNextItem } from '../resume-listing.ts';
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
  const from = resumeAt(items, keyOf, nextToken === undefined ? undefined : readToken(nextToken));
  const next = nextItem(items, keyOf, from + limit);
  return { items: items.slice(from, from + limit), ...(next && { nextToken: writeToken(next) }) };
}

function writeToken({ key, index }: NextItem): string {
  return Buffer.from(JSON.stringify([key, index])).toString('base64url');
}

function readToken(token: string): NextItem {
  try {
    const next = toNextItem(JSON.parse(Buffer.from(token, 'base64url').toString()));
    if (next) return next;
  } catch {
    // Noise; said below.
  }
  throw invalidParameter('The specified nextToken is invalid.');
}
