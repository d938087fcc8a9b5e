/** API Gateway's listings: `position` in and out, at most 500 items, 25 unless asked. */
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
  const from = position === undefined ? 0 : Number(Buffer.from(position, 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) throw badRequest('Invalid position parameter specified');
  const end = from + Math.min(Math.max(1, limit), MAX_LIMIT);
  const items = all.slice(from, end);
  return end < all.length ? { items, position: Buffer.from(String(end)).toString('base64url') } : { items };
}
