/**
 * Page tokens: opaque to clients, bound to the operation and the resource that they were given for.
 * A token of another listing, an old format or plain noise is AWS's InvalidToken.
 */
import { type NextItem, nextItem, resumeAt, toNextItem } from '../resume-listing.ts';
import { invalidToken } from './errors.ts';

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** `scope` names the listing: the operation and what it lists. */
export function encodePageToken(scope: string, position: string): string {
  return Buffer.from(JSON.stringify([scope, position])).toString('base64url');
}

/** @throws {ApiError} InvalidToken */
export function decodePageToken(scope: string, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalidToken();
  }
  if (!Array.isArray(value) || value[0] !== scope || typeof value[1] !== 'string') throw invalidToken();
  return value[1];
}

/** The page size that a caller asked for: 0 and nothing mean `fallback`. */
export function pageSize(maxResults: number | undefined, fallback: number): number {
  return maxResults === undefined || maxResults === 0 ? fallback : maxResults;
}

/** One page of `all`, which is in a stable order; `keyOf` is unique. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  scope: string,
  token: string | undefined,
  size: number,
): PageOf<T> {
  const position = decodePageToken(scope, token);
  const at = resumeAt(all, keyOf, position === undefined ? undefined : readPosition(position));
  const next = nextItem(all, keyOf, at + size);
  const nextToken = next && encodePageToken(scope, JSON.stringify([next.key, next.index]));
  return { items: all.slice(at, at + size), ...(nextToken !== undefined && { nextToken }) };
}

function readPosition(position: string): NextItem {
  try {
    const next = toNextItem(JSON.parse(position));
    if (next) return next;
  } catch {
    // Of another listing; said below.
  }
  throw invalidToken();
}
