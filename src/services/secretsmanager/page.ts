/** Listings of Secrets Manager: a token names how far the page before went. */
import { ApiError } from '../../gateway/operation.ts';

export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export function pageOf<T>(all: readonly T[], { MaxResults, NextToken }: PageInput, defaultSize = 100) {
  const from = NextToken === undefined ? 0 : decode(NextToken);
  const items = all.slice(from, from + (MaxResults ?? defaultSize));
  const end = from + items.length;
  return { items, paging: end < all.length ? { NextToken: encode(end) } : {} };
}

const encode = (position: number): string => Buffer.from(JSON.stringify({ position })).toString('base64');

function decode(token: string): number {
  try {
    const { position } = JSON.parse(Buffer.from(token, 'base64').toString()) as { position: unknown };
    if (Number.isInteger(position) && (position as number) > 0) return position as number;
  } catch {
    // Noise; said below.
  }
  throw new ApiError('InvalidNextTokenException', 'Invalid NextToken. Provide a valid NextToken.');
}
