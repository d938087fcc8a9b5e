/** Lambda's listings: `Marker` in, `NextMarker` out. */
import { invalidParameter } from './lambda-errors.ts';

/** AWS gives fifty at most, whatever is asked for. */
const MAX_PAGE = 50;

export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** One page of `all`, which is in the order of its unique keys. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems = MAX_PAGE }: PageInput,
): { readonly items: readonly T[]; readonly NextMarker?: string } {
  const after = Marker === undefined ? undefined : decodeMarker(Marker);
  const from = after === undefined ? 0 : all.findIndex((item) => keyOf(item) === after) + 1;
  const end = from + Math.min(MaxItems, MAX_PAGE);
  const items = all.slice(from, end);
  const last = items.at(-1);
  return { items, ...(end < all.length && last !== undefined ? { NextMarker: encodeMarker(keyOf(last)) } : {}) };
}

function encodeMarker(key: string): string {
  return Buffer.from(JSON.stringify([key])).toString('base64url');
}

function decodeMarker(marker: string): string {
  try {
    const [key] = JSON.parse(Buffer.from(marker, 'base64url').toString()) as unknown[];
    if (typeof key === 'string') return key;
  } catch {
    // Noise; said below.
  }
  throw invalidParameter('The marker is not valid. Please use the NextMarker of an earlier listing.');
}
