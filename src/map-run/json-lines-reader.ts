/** JSON Lines: one value a line; empty lines are left out. */
import { parseExactJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { itemReaderFailed } from './map-run-failure.ts';

/** AWS reads items of up to 8 MB. */
const MAX_LINE_LENGTH = 8 * 1_048_576;

export async function* jsonLinesItems(text: AsyncIterable<string>): AsyncGenerator<readonly Json[]> {
  let rest = '';
  let number = 0;
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_LENGTH)
      throw itemReaderFailed(`Line ${number + lines.length + 1} of the JSONL file exceeds the limit of 8 MB.`);
    const items = parseLines(lines, number);
    number += lines.length;
    if (items.length > 0) yield items;
  }
  const items = parseLines([rest], number);
  if (items.length > 0) yield items;
}

function parseLines(lines: readonly string[], before: number): Json[] {
  const items: Json[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      items.push(parseExactJson(line));
    } catch {
      throw itemReaderFailed(`Line ${before + at + 1} of the JSONL file is not valid JSON.`);
    }
  }
  return items;
}
