/** What GetObject and HeadObject have in common: which object, which bytes of it, and everything that is told about them. */
import type { OperationContext } from '../../gateway/operation.ts';
import { type ByteRange, contentRange, parseByteRange } from './byte-range.ts';
import { checksumOutput } from './checksums/checksum-request.ts';
import { type FoundVersion, findVersion, type VersionInput } from './find-version.ts';
import { attributesOutput, refuseUnsupported } from './object-attributes.ts';
import { checkRead, type ReadConditions } from './preconditions.ts';
import { quoted, type S3, versionIdOutput, wholeSeconds } from './s3-environment.ts';
import { invalidArgument, invalidPartNumber, invalidRequest } from './s3-errors.ts';
import type { ObjectRecord, StoredChecksum } from './s3-records.ts';

export interface ReadInput extends VersionInput, ReadConditions {
  readonly Range?: string;
  readonly PartNumber?: number;
  readonly ChecksumMode?: string;
  readonly ResponseCacheControl?: string;
  readonly ResponseContentDisposition?: string;
  readonly ResponseContentEncoding?: string;
  readonly ResponseContentLanguage?: string;
  readonly ResponseContentType?: string;
  readonly ResponseExpires?: Date;
}

export interface ObjectRead extends ByteRange {
  readonly object: ObjectRecord;
  readonly output: Readonly<Record<string, unknown>>;
}

interface Selection {
  readonly range?: ByteRange;
  readonly checksum?: StoredChecksum;
  readonly partsCount?: number;
}

export function readObject(s3: S3, input: ReadInput, context: OperationContext, method: 'GET' | 'HEAD'): ObjectRead {
  refuseUnsupported(input);
  const found = findVersion(s3, input, context, method);
  const { object } = found;
  checkConditions(object, input, context);
  const selection = select(s3, object, input);
  const range = selection.range ?? { start: 0, end: object.size };
  if (selection.range) context.setStatus?.(206);
  return { object, ...range, output: describe(found, input, selection, range) };
}

/** A 304 and a 412 tell the validators that they are about. */
function checkConditions(object: ObjectRecord, input: ReadInput, context: OperationContext): void {
  try {
    checkRead(object, input);
  } catch (error) {
    context.setHeader?.('etag', quoted(object.eTag));
    context.setHeader?.('last-modified', wholeSeconds(object.modifiedMs).toUTCString());
    throw error;
  }
}

function describe(
  { bucket, object }: FoundVersion,
  input: ReadInput,
  selection: Selection,
  range: ByteRange,
): Readonly<Record<string, unknown>> {
  return {
    ...attributesOutput(object),
    ...overrides(input),
    ...(input.ChecksumMode === 'ENABLED' ? checksumOutput(selection.checksum) : {}),
    AcceptRanges: 'bytes',
    ETag: quoted(object.eTag),
    LastModified: wholeSeconds(object.modifiedMs),
    ContentLength: range.end - range.start,
    ContentRange: selection.range && object.size > 0 ? contentRange(range, object.size) : undefined,
    PartsCount: selection.partsCount,
    VersionId: versionIdOutput(bucket, object.versionId),
  };
}

function select(s3: S3, object: ObjectRecord, { Range, PartNumber }: ReadInput): Selection {
  if (PartNumber !== undefined) {
    if (Range !== undefined) throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
    return selectPart(s3, object, PartNumber);
  }
  const range = parseByteRange(Range, object.size);
  return range ? { range } : { checksum: object.checksum };
}

function selectPart(s3: S3, object: ObjectRecord, partNumber: number): Selection {
  if (partNumber < 1 || partNumber > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', partNumber);
  }
  const manifest = s3.store.contents.manifest(object.content);
  if (!manifest) {
    if (partNumber > 1) throw invalidPartNumber(partNumber, 1);
    return { range: { start: 0, end: object.size }, checksum: object.checksum };
  }
  const { parts } = manifest;
  // Parts are counted as they lie in the object: their numbers may have had gaps when they were uploaded.
  const part = parts[partNumber - 1];
  if (!part) throw invalidPartNumber(partNumber, parts.length);
  const start = parts.slice(0, partNumber - 1).reduce((sum, { size }) => sum + size, 0);
  return {
    range: { start, end: start + part.size },
    checksum: object.checksum && { ...object.checksum, value: part.checksum },
    partsCount: parts.length,
  };
}

function overrides(input: ReadInput): Record<string, unknown> {
  const given = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
