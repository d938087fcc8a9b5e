/**
 * The lines of streams: appended in chunks, read in order of time.
 *
 * E1 `append` resolves when the lines are on disk; what is appended in one tick, to any streams, shares one sync with everything else.
 * E2 Readers get lines by position, whatever the order in which chunks came: a chunk may begin before an earlier one ends.
 * E3 A reader holds a few chunks at a time, never a stream.
 */
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { comparePositions, type EventPosition } from './event-position.ts';
import {
  CHUNKS,
  type ChunkRecord,
  chunkKey,
  chunkNumberOf,
  chunkPrefix,
  DISCARDED,
  firstMsOf,
  type LogStreamRecord,
  STREAMS,
} from './log-records.ts';

export interface LogLine {
  readonly timestampMs: number;
  readonly message: string;
}

export interface StoredLine extends LogLine, EventPosition {
  readonly ingestedMs: number;
}

/** From (inclusive) until (exclusive), milliseconds since the epoch. */
export interface TimeRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What AWS counts for a line beside its bytes. */
export const LINE_OVERHEAD_BYTES = 26;
const LINES_PER_CHUNK = 500;
const CHUNK_BYTES = 256 * 1024;
const CHUNKS_PER_PAGE = 16;
const FIRST_WINDOW_MS = 1_000;

export class LogEvents {
  readonly #records: Records;
  readonly #chunks: RecordCollection<ChunkRecord>;
  readonly #discarded: RecordCollection<Record<string, never>>;

  constructor(records: Records) {
    this.#records = records;
    this.#chunks = records.collection(CHUNKS);
    this.#discarded = records.collection(DISCARDED);
  }

  /** `key` is the stream's own; `lines` are in order of their timestamps. Resolves with the stream as it is now. */
  async append(
    key: string,
    stream: LogStreamRecord,
    lines: readonly LogLine[],
    nowMs: number,
  ): Promise<LogStreamRecord> {
    const changes: RecordChange[] = [];
    let { nextChunk, maxSpanMs, storedBytes } = stream;
    for (const group of groups(lines)) {
      const firstMs = group.lines[0]!.timestampMs;
      const lastMs = group.lines.at(-1)!.timestampMs;
      const value: ChunkRecord = {
        lastMs,
        ingestedMs: nowMs,
        lines: group.lines.map(({ timestampMs, message }) => [timestampMs, message]),
      };
      changes.push({ type: 'put', collection: CHUNKS, key: chunkKey(stream.id, firstMs, nextChunk), value });
      nextChunk += 1;
      maxSpanMs = Math.max(maxSpanMs, lastMs - firstMs);
      storedBytes += group.bytes;
    }
    const next: LogStreamRecord = {
      ...stream,
      firstEventMs: Math.min(stream.firstEventMs ?? Number.MAX_SAFE_INTEGER, lines[0]!.timestampMs),
      lastEventMs: Math.max(stream.lastEventMs ?? 0, lines.at(-1)!.timestampMs),
      lastIngestionMs: nowMs,
      storedBytes,
      nextChunk,
      maxSpanMs,
    };
    changes.push({ type: 'put', collection: STREAMS, key, value: next });
    await this.#records.write(changes);
    return next;
  }

  /** In order, from the range's first line, or after a position. */
  *forward(stream: LogStreamRecord, range: TimeRange, after?: EventPosition): Generator<StoredLine> {
    const fromMs = Math.max(range.fromMs, after?.timestampMs ?? 0);
    let waiting: StoredLine[] = [];
    for (const { key, value } of this.#chunksFrom(stream, fromMs)) {
      const firstMs = firstMsOf(key);
      if (firstMs >= range.untilMs) break;
      const ready = waiting.findIndex(({ timestampMs }) => timestampMs >= firstMs);
      const count = ready < 0 ? waiting.length : ready;
      yield* waiting.slice(0, count);
      waiting = waiting.slice(count);
      const lines = storedLines(value, chunkNumberOf(key)).filter(
        (line) =>
          line.timestampMs >= fromMs &&
          line.timestampMs < range.untilMs &&
          (after === undefined || comparePositions(line, after) > 0),
      );
      waiting = waiting.length === 0 ? lines : [...waiting, ...lines].sort(comparePositions);
    }
    yield* waiting;
  }

  /** The last `limit` lines of the range, or those before a position, in order. Looks back in windows that grow. */
  last(stream: LogStreamRecord, range: TimeRange, limit: number, before?: EventPosition): StoredLine[] {
    const firstMs = Math.max(range.fromMs, stream.firstEventMs ?? 0);
    const endMs = Math.min(range.untilMs, (before?.timestampMs ?? stream.lastEventMs ?? 0) + 1);
    for (let windowMs = FIRST_WINDOW_MS; ; windowMs *= 4) {
      const fromMs = Math.max(firstMs, endMs - windowMs);
      const found: StoredLine[] = [];
      for (const line of this.forward(stream, { fromMs, untilMs: endMs })) {
        if (before !== undefined && comparePositions(line, before) >= 0) break;
        found.push(line);
        if (found.length > 2 * limit) found.splice(0, found.length - limit);
      }
      if (found.length >= limit || fromMs <= firstMs) return found.slice(-limit);
    }
  }

  /** Removes lines that ended before `beforeMs`, whole chunks only. */
  async expire(stream: LogStreamRecord, beforeMs: number): Promise<void> {
    for (;;) {
      const page = this.#chunks.list({ prefix: chunkPrefix(stream.id), limit: CHUNKS_PER_PAGE });
      const old = page.filter(({ value }) => value.lastMs < beforeMs);
      if (old.length > 0)
        await this.#records.write(old.map(({ key }) => ({ type: 'delete', collection: CHUNKS, key })));
      if (old.length < CHUNKS_PER_PAGE) return;
    }
  }

  /** What makes a stream's lines go, to be written in the transaction that removes the stream. */
  discarding(stream: LogStreamRecord): RecordChange {
    return { type: 'put', collection: DISCARDED, key: stream.id, value: {} };
  }

  /** Removes the lines of streams that are gone. */
  async sweep(): Promise<void> {
    for (const { key: id } of this.#discarded.list()) {
      for (;;) {
        const page = this.#chunks.list({ prefix: chunkPrefix(id), limit: CHUNKS_PER_PAGE });
        const changes: RecordChange[] = page.map(({ key }) => ({ type: 'delete', collection: CHUNKS, key }));
        const isLast = page.length < CHUNKS_PER_PAGE;
        if (isLast) changes.push({ type: 'delete', collection: DISCARDED, key: id });
        await this.#records.write(changes);
        if (isLast) break;
      }
    }
  }

  *#chunksFrom(stream: LogStreamRecord, fromMs: number) {
    const prefix = chunkPrefix(stream.id);
    // No chunk holds this number, so that the first one of that millisecond comes after.
    let after: string | undefined = `${chunkKey(stream.id, fromMs - stream.maxSpanMs, 0).slice(0, -12)}`;
    while (after !== undefined) {
      const page: readonly { readonly key: string; readonly value: ChunkRecord }[] = this.#chunks.list({
        prefix,
        after,
        limit: CHUNKS_PER_PAGE,
      });
      yield* page;
      after = page.length < CHUNKS_PER_PAGE ? undefined : page.at(-1)?.key;
    }
  }
}

function storedLines({ lines, ingestedMs }: ChunkRecord, chunk: number): StoredLine[] {
  return lines.map(([timestampMs, message], index) => ({ timestampMs, message, ingestedMs, chunk, index }));
}

function groups(lines: readonly LogLine[]): { lines: LogLine[]; bytes: number }[] {
  const result: { lines: LogLine[]; bytes: number }[] = [];
  let current: { lines: LogLine[]; bytes: number } | undefined;
  for (const line of lines) {
    if (!current || current.lines.length >= LINES_PER_CHUNK || current.bytes >= CHUNK_BYTES) {
      current = { lines: [], bytes: 0 };
      result.push(current);
    }
    current.lines.push(line);
    current.bytes += Buffer.byteLength(line.message) + LINE_OVERHEAD_BYTES;
  }
  return result;
}
