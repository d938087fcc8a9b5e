import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { type ReadInput, readObject } from '../read-object.ts';
import type { S3 } from '../s3-environment.ts';
import { invalidArgument, notImplemented } from '../s3-errors.ts';
import { parseSelect } from '../select/parse-select.ts';
import { type Counter, type InputSerialization, readRecords, type ScanRange } from '../select/read-records.ts';
import { runSelect } from '../select/run-select.ts';
import type { SelectQuery } from '../select/sql-node.ts';
import { type OutputSerialization, recordWriter } from '../select/write-record.ts';

export interface SelectObjectContentInput extends ReadInput {
  readonly Expression: string;
  readonly ExpressionType: string;
  readonly InputSerialization: InputSerialization;
  readonly OutputSerialization: OutputSerialization;
  readonly RequestProgress?: { readonly Enabled?: boolean };
  readonly ScanRange?: { readonly Start?: number; readonly End?: number };
}

/** Results leave in chunks of about so many bytes. */
const CHUNK_BYTES = 65_536;

export const selectObjectContent =
  (s3: S3): Operation<SelectObjectContentInput> =>
  (input, context) => {
    checkSerialization(input);
    const query = parseSelect(input.Expression);
    const { object } = readObject(s3, input, context, 'GET');
    const range = scanRange(input, object.size);
    const from = range ? Math.max(0, range.start - 1) : 0;
    const body = s3.store.contents.open(object.content, from, object.size, context.signal);
    return { Payload: events(query, input, body, range) };
  };

function checkSerialization({
  ExpressionType,
  InputSerialization: from,
  OutputSerialization: to,
}: SelectObjectContentInput): void {
  if (ExpressionType !== 'SQL')
    throw new ApiError(
      'InvalidExpressionType',
      'The ExpressionType value is not valid. Only SQL expressions are supported.',
    );
  if (from.Parquet !== undefined) throw notImplemented('InputSerialization.Parquet');
  if ((from.CSV === undefined) === (from.JSON === undefined)) {
    throw new ApiError('InvalidDataSource', 'InputSerialization must specify one of CSV and JSON.');
  }
  if ((to.CSV === undefined) === (to.JSON === undefined)) {
    throw new ApiError('InvalidDataSource', 'OutputSerialization must specify one of CSV and JSON.');
  }
  const { CompressionType = 'NONE' } = from;
  if (CompressionType !== 'NONE' && CompressionType !== 'GZIP')
    throw notImplemented(`InputSerialization.CompressionType ${CompressionType}`);
}

function scanRange(
  { ScanRange, InputSerialization: from }: SelectObjectContentInput,
  size: number,
): ScanRange | undefined {
  if (!ScanRange) return undefined;
  const isDocument = from.JSON !== undefined && from.JSON.Type !== 'LINES';
  if (isDocument || (from.CompressionType ?? 'NONE') !== 'NONE') {
    throw new ApiError('UnsupportedScanRangeInput', 'Scan range queries are not supported on this type of object.');
  }
  const { Start, End } = ScanRange;
  // Without a start, the end counts from the object's end.
  const start = Start ?? (End === undefined ? 0 : Math.max(0, size - End));
  const end = Start === undefined ? size - 1 : Math.min(End ?? size - 1, size - 1);
  if (start < 0 || (End !== undefined && Start !== undefined && End < Start))
    throw invalidArgument(
      'The value of a parameter in ScanRange element is not valid. Check the service API documentation and try again.',
    );
  return { start, end };
}

async function* events(
  query: SelectQuery,
  input: SelectObjectContentInput,
  body: AsyncIterable<Uint8Array>,
  range: ScanRange | undefined,
): AsyncGenerator<Record<string, unknown>> {
  const counter: Counter = { scanned: 0 };
  const write = recordWriter(input.OutputSerialization);
  const records = readRecords(body, input.InputSerialization, range, counter);
  let returned = 0;
  let pending = '';
  const flush = (): Record<string, unknown> => {
    const Payload = Buffer.from(pending);
    returned += Payload.length;
    pending = '';
    return { Records: { Payload } };
  };
  for await (const record of runSelect(query, records, input.InputSerialization.CSV !== undefined)) {
    pending += write(record);
    if (pending.length >= CHUNK_BYTES) yield flush();
  }
  if (pending !== '') yield flush();
  const Details = { BytesScanned: counter.scanned, BytesProcessed: counter.scanned, BytesReturned: returned };
  if (input.RequestProgress?.Enabled) yield { Progress: { Details } };
  yield { Stats: { Details } };
  yield { End: {} };
}
