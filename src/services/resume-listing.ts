/**
 * Where the next page of a listing begins. Whoever deletes what a page gave them, and then asks for the next, must miss nothing: a token names the first
 * item of the next page, and where that was.
 */
import { createHash } from 'node:crypto';

export interface NextItem {
  readonly key: string;
  readonly index: number;
}

/** Without a page to come: nothing. */
export function nextItem<T>(all: readonly T[], keyOf: (item: T) => string, index: number): NextItem | undefined {
  const item = all[index];
  return item === undefined ? undefined : { key: keyOf(item), index };
}

/** The item may have moved since; if it is gone, what stands in its place comes next. */
export function resumeAt<T>(all: readonly T[], keyOf: (item: T) => string, next: NextItem | undefined): number {
  if (!next) return 0;
  const there = all[next.index];
  if (there !== undefined && keyOf(there) === next.key) return next.index;
  const found = all.findIndex((item) => keyOf(item) === next.key);
  return found < 0 ? next.index : found;
}

/** Of decoded text: `undefined` for what is no place. */
export function toNextItem(value: unknown): NextItem | undefined {
  if (!Array.isArray(value)) return undefined;
  const [key, index] = value as unknown[];
  return typeof key === 'string' && Number.isSafeInteger(index) && (index as number) > 0
    ? { key, index: index as number }
    : undefined;
}

/** As a token, and back: `undefined` for one that was never given. */
export function toToken({ key, index }: NextItem): string {
  return Buffer.from(JSON.stringify([key, index])).toString('base64url');
}

export function fromToken(token: string): NextItem | undefined {
  try {
    return toNextItem(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

/** For things that have their name in many places: all of it is the key. */
export function contentKey(item: unknown): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('base64url').slice(0, 22);
}
