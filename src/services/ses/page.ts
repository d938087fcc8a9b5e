/** SES's listings: a token names how far the page before went. */
import type { Dialect } from './dialect.ts';

export interface PageRequest {
  readonly size: number;
  readonly token?: string;
}

/** `all` is in the order of its unique keys. @throws {ApiError} for a foreign token */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { size, token }: PageRequest,
  dialect: Dialect,
) {
  const after = token === undefined ? undefined : decode(token, dialect);
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, Math.max(1, size));
  const last = items.at(-1);
  const paging =
    last !== undefined && rest.length > items.length
      ? { NextToken: Buffer.from(JSON.stringify([keyOf(last)])).toString('base64url') }
      : {};
  return { items, paging };
}

function decode(token: string, dialect: Dialect): string {
  try {
    const [key] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (typeof key === 'string') return key;
  } catch {
    // Noise; said below.
  }
  throw dialect.invalid('The next token is not valid.');
}
