/** A list of values, ranges and steps: `0/15`, `1-5`, `MON,WED`, `*`. A range may go round the end, as `FRI-MON` does. */
export type Field = { has(value: number): boolean };

export interface FieldRange {
  readonly min: number;
  readonly max: number;
  /** Of the values from `min` on. */
  readonly names?: readonly string[];
  /** Values beyond `max` are taken, and never come. */
  readonly isOpenEnded?: boolean;
}

const DIGITS = /^[0-9]{1,9}$/;

export function parseField(text: string, range: FieldRange): Field | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const added = parseItem(item, range);
    if (!added) return undefined;
    for (const value of added) values.add(value);
  }
  return values;
}

function parseItem(item: string, range: FieldRange): number[] | undefined {
  const [span, stepText, ...rest] = item.split('/');
  if (span === undefined || rest.length > 0) return undefined;
  const step = stepText === undefined ? 1 : /^[0-9]{1,4}$/.test(stepText) ? Number(stepText) : 0;
  if (step < 1) return undefined;
  if (span === '*') return steps(range.min, range.max, step, range);
  const [fromText, toText, ...more] = span.split('-');
  const from = parseValue(fromText, range);
  if (from === undefined || more.length > 0) return undefined;
  if (toText === undefined) return stepText === undefined ? [from] : steps(from, range.max, step, range);
  const to = parseValue(toText, range);
  return to === undefined ? undefined : steps(from, to, step, range);
}

function parseValue(text: string | undefined, { min, max, names, isOpenEnded }: FieldRange): number | undefined {
  const named = names?.indexOf(text ?? '') ?? -1;
  if (named >= 0) return min + named;
  if (text === undefined || !/^[0-9]{1,4}$/.test(text)) return undefined;
  if (text === undefined || !DIGITS.test(text)) return undefined;
  const value = Number(text);
  return value >= min && (value <= max || isOpenEnded) ? value : undefined;
}

function steps(from: number, to: number, step: number, { min, max }: FieldRange): number[] {
  const values: number[] = [];
  const end = to >= from ? to : to + (max - min + 1);
  for (let value = from; value <= end; value += step) values.push(value > max ? value - (max - min + 1) : value);
  return values;
}
