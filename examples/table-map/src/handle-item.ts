/** Runs once for each item of the list: prints the item, typed as the table holds it, works a while, and answers with the plain value. */
import { setTimeout } from 'node:timers/promises';

/** Stands in for real work, so that it shows how many calls run at a time. */
const WORK_MS = 400;

/** An attribute value on the wire: `{"S": "text"}`, `{"M": {"topic": {"S": "text"}}}`. */
type AttributeValue = Readonly<Record<string, unknown>>;

export async function handler(event: AttributeValue): Promise<{ item: unknown }> {
  console.log(`item: ${JSON.stringify(event)}`);
  await setTimeout(WORK_MS);
  return { item: plain(event) };
}

function plain(typed: AttributeValue): unknown {
  const [type, value] = Object.entries(typed)[0] ?? ['NULL', true];
  switch (type) {
    case 'NULL':
      return null;
    case 'N':
      return Number(value);
    case 'L':
      return (value as AttributeValue[]).map(plain);
    case 'M':
      return Object.fromEntries(
        Object.entries(value as Record<string, AttributeValue>).map(([key, member]) => [key, plain(member)]),
      );
    default:
      return value;
  }
}
