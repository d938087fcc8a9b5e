/**
 * Where a line stands among the lines of its stream: by time, then in the order in which they came. Event ids and page tokens are made of it.
 *
 * P1 Positions of one stream are totally ordered and never change. P2 An event id is 56 digits, as AWS's are.
 */
export interface EventPosition {
  readonly timestampMs: number;
  readonly chunk: number;
  readonly index: number;
}

export function comparePositions(left: EventPosition, right: EventPosition): number {
  return left.timestampMs - right.timestampMs || left.chunk - right.chunk || left.index - right.index;
}

const SALT = '37';
const LENGTHS = [16, 20, 18] as const;

export function positionDigits({ timestampMs, chunk, index }: EventPosition): string {
  const parts = [timestampMs, chunk, index].map((part, at) => String(part).padStart(LENGTHS[at]!, '0'));
  return SALT + parts.join('');
}

/** `undefined` for digits that no position has. */
export function parsePosition(text: string): EventPosition | undefined {
  if (!/^37[0-9]{54}$/.test(text)) return undefined;
  const [timestampMs, chunk, index] = [text.slice(2, 18), text.slice(18, 38), text.slice(38)].map(Number);
  if (![timestampMs, chunk, index].every(Number.isSafeInteger)) return undefined;
  return { timestampMs: timestampMs!, chunk: chunk!, index: index! };
}

/** A page token names a direction and the position from which to go on, itself excluded. */
export interface PageToken {
  readonly direction: 'f' | 'b';
  readonly position: EventPosition;
}

export function formatToken({ direction, position }: PageToken): string {
  return `${direction}/${positionDigits(position)}/s`;
}

export function parseToken(text: string): PageToken | undefined {
  const match = /^([fb])\/([0-9]{56})\/s$/.exec(text);
  const position = match && parsePosition(match[2]!);
  return position ? { direction: match[1] as 'f' | 'b', position } : undefined;
}
