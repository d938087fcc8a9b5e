/** DynamoDB's typed values, as people write them. */
type Typed = Readonly<Record<string, unknown>>;

export function plainValue(typed: unknown): unknown {
  if (typeof typed !== 'object' || typed === null) return typed;
  const [type, value] = Object.entries(typed as Typed)[0] ?? [];
  switch (type) {
    case 'N':
      return Number.isSafeInteger(Number(value)) || String(Number(value)) === value ? Number(value) : value;
    case 'NULL':
      return null;
    case 'L':
      return (value as unknown[]).map(plainValue);
    case 'M':
      return plainItem(value as Typed);
    default:
      return value;
  }
}

export function plainItem(item: Typed): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

/** For a cell: text as it is, the rest as JSON. */
export function cellText(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
