/** Listings of Secrets Manager: a token names the first item of the next page. */

import { ApiError } from '../../gateway/operation.ts';
import { fromToken, type NextItem, nextItem, resumeAt, toToken } from '../resume-listing.ts';

export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** `all` is in a stable order. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { MaxResults, NextToken }: PageInput,
  defaultSize = 100,
) {
  const from = resumeAt(all, keyOf, NextToken === undefined ? undefined : decode(NextToken));
  const end = from + (MaxResults ?? defaultSize);
  const next = nextItem(all, keyOf, end);
  return { items: all.slice(from, end), paging: next ? { NextToken: toToken(next) } : {} };
}

function decode(token: string): NextItem {
  const next = fromToken(token);
  if (!next) throw new ApiError('InvalidNextTokenException', 'Invalid NextToken. Provide a valid NextToken.');
  return next;
}
