/** Listings of Parameter Store: a token names how far the page before went. */
import { ApiError } from '../../gateway/operation.ts';

export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** `all` is in the order of its unique keys. */
export function pageOf<T>(all: readonly T[], keyOf: (item: T) => string, { MaxResults = 10, NextToken }: PageInput) {
  const after = NextToken === undefined ? undefined : decode(NextToken);
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, MaxResults);
  const last = items.at(-1);
  const paging = rest.length > items.length && last !== undefined ? { NextToken: encode(keyOf(last)) } : {};
  return { items, paging };
}

const encode = (key: string): string => Buffer.from(JSON.stringify({ after: key })).toString('base64');

function decode(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64').toString()) as { after: unknown };
    if (typeof after === 'string') return after;
  } catch {
    // Noise; said below.
  }
  throw new ApiError('InvalidNextToken', 'The specified token is not valid.');
}
