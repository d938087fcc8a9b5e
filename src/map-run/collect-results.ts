/** The results as the state's output, in the order of the items, as long as they fit. */
import { parseExactJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { type ChildResult, type ResultOf, resultTexts, type Transformation } from './format-result.ts';
import { MapRunFailure } from './map-run-failure.ts';
import type { ResultWriter } from './write-results.ts';

export interface CollectOptions {
  readonly writer: ResultWriter | undefined;
  readonly maxBytes: number;
  readonly stateName: string;
}

/** @throws {MapRunFailure} States.DataLimitExceeded */
export async function collectResults(
  of: ResultOf,
  pages: AsyncIterable<readonly ChildResult[]>,
  options: CollectOptions,
): Promise<Json> {
  const config = options.writer?.config ?? {};
  const transformation = (config['Transformation'] ?? 'COMPACT') as Transformation;
  const texts: string[] = [];
  let bytes = 2;
  for await (const results of pages) {
    for (const text of results.flatMap((result) => resultTexts(of, result, transformation))) {
      texts.push(text);
      bytes += Buffer.byteLength(text) + 1;
      if (bytes - 1 > options.maxBytes) throw tooLarge(options.stateName);
    }
  }
  return config['OutputType'] === 'JSONL' ? texts.join('\n') : parseExactJson(`[${texts.join(',')}]`);
}

function tooLarge(stateName: string): MapRunFailure {
  const subject = `The state/task '${stateName}' returned a result`;
  return new MapRunFailure(
    'States.DataLimitExceeded',
    `${subject} with a size exceeding the maximum number of bytes service limit.`,
  );
}
