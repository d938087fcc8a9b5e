/** API Gateway's listings: `position` in and out, at most 500 items, 25 unless asked. */
import { createHash } from 'node:crypto';
import { type NextItem, nextItem, resumeAt, toNextItem } from '../resume-listing.ts';
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
  const from = resumeAt(all, keyOf, position === undefined ? undefined : decode(position));
  const end = from + Math.min(Math.max(1, limit), MAX_LIMIT);
  const next = nextItem(all, keyOf, end);
  return { items: all.slice(from, end), ...(next && { position: encode(next) }) };
}

/** What is listed has its name in many places: all of it is its key. */
function keyOf(item: unknown): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('base64url').slice(0, 22);
}

const encode = ({ key, index }: NextItem): string => Buffer.from(JSON.stringify([key, index])).toString('base64url');

function decode(position: string): NextItem {
  try {
    const next = toNextItem(JSON.parse(Buffer.from(position, 'base64url').toString()));
    if (next) return next;
  } catch {
    // Noise; said below.
  }
  throw badRequest('Invalid position parameter specified');
}
