/** Lambda's listings: `Marker` in, `NextMarker` out. */
import { fromToken, type NextItem, nextItem, resumeAt, toToken } from '../resume-listing.ts';
import { invalidParameter } from './lambda-errors.ts';

/** AWS gives fifty at most, whatever is asked for. */
const MAX_PAGE = 50;

export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** One page of `all`, which is in a stable order. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems = MAX_PAGE }: PageInput,
): { readonly items: readonly T[]; readonly NextMarker?: string } {
  const from = resumeAt(all, keyOf, Marker === undefined ? undefined : decodeMarker(Marker));
  const end = from + Math.min(MaxItems, MAX_PAGE);
  const next = nextItem(all, keyOf, end);
  return { items: all.slice(from, end), ...(next && { NextMarker: toToken(next) }) };
}

function decodeMarker(marker: string): NextItem {
  const next = fromToken(marker);
  if (!next) throw invalidParameter('The marker is not valid. Please use the NextMarker of an earlier listing.');
  return next;
}
