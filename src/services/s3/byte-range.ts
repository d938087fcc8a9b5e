/** The `Range` header: one range of bytes. Like S3, anything else (several ranges, another unit, nonsense) is answered with the whole object. */
import { invalidRange } from './s3-errors.ts';

export interface ByteRange {
  readonly start: number;
  /** Excluded. */
  readonly end: number;
}

/** `undefined`: the whole object. @throws InvalidRange if the range begins beyond the object. */
export function parseByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Number(last);
    if (length === 0 || size === 0) throw invalidRange(header!, size);
    return { start: Math.max(0, size - length), end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(header!, size);
  return { start, end };
}

export const contentRange = ({ start, end }: ByteRange, size: number): string => `bytes ${start}-${end - 1}/${size}`;
