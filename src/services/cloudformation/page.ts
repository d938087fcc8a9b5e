/** Pages of listings: the token is the place of the next item. */
import { validationError } from './cloudformation-errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly NextToken?: string;
}

export function page<T>(all: readonly T[], token: string | undefined, size = 100): Page<T> {
  if (token !== undefined && !/^\d{1,9}$/.test(token)) throw validationError('Invalid NextToken');
  const from = Number(token ?? 0);
  const next = from + size;
  return { items: all.slice(from, next), ...(next < all.length && { NextToken: String(next) }) };
}
