/** API Gateway's listings: `position` in and out, at most 500 items, 25 unless asked. */
import { contentKey, fromToken, type NextItem, nextItem, resumeAt, toToken } from '../resume-listing.ts';
import { badRequest } from './rest-api-errors.ts';

export interface PageInput {
  readonly position?: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 500;

export function page<T>(
  all: readonly T[],
  { position, limit = DEFAULT_LIMIT }: PageInput,
): { readonly items: readonly T[]; readonly position?: string } {
  const from = resumeAt(all, contentKey, position === undefined ? undefined : read(position));
  const end = from + Math.min(Math.max(1, limit), MAX_LIMIT);
  const next = nextItem(all, contentKey, end);
  return { items: all.slice(from, end), ...(next && { position: toToken(next) }) };
}

function read(position: string): NextItem {
  const next = fromToken(position);
  if (!next) throw badRequest('Invalid position parameter specified');
  return next;
}
