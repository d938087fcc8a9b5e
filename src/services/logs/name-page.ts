/** Pages of things that are listed by name: a token names the next one. */
import { fromToken, type NextItem, nextItem, resumeAt, toToken } from '../resume-listing.ts';
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
  return { items: items.slice(from, from + limit), ...(next && { nextToken: toToken(next) }) };
}

function readToken(token: string): NextItem {
  const next = fromToken(token);
  if (!next) throw invalidParameter('The specified nextToken is invalid.');
  return next;
}
