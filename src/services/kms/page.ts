/** KMS's listings: `Marker` in, `NextMarker` and `Truncated` out. */
import { ApiError } from '../../gateway/operation.ts';

export interface PageInput {
  readonly Limit?: number;
  readonly Marker?: string;
}

/** `all` is in the order of its unique keys. */
export function pageOf<T>(all: readonly T[], keyOf: (item: T) => string, { Limit = 100, Marker }: PageInput) {
  const after = Marker === undefined ? undefined : decode(Marker);
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, Limit);
  const isTruncated = rest.length > items.length;
  const next = isTruncated ? { NextMarker: Buffer.from(`:${keyOf(items.at(-1)!)}`).toString('base64url') } : {};
  return { items, paging: { Truncated: isTruncated, ...next } };
}

function decode(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith(':')) throw new ApiError('InvalidMarkerException', 'Could not deserialize marker.');
  return text.slice(1);
}
