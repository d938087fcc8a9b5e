/**
 * Log groups, streams and their lines as durable records.
 *
 * K1 A stream has an id of its own, under which its lines are kept: a stream that is deleted and made again begins empty.
 * K2 Keys of lines are in the order of their first timestamp, so that a time range is a key range.
 */

/** A group or stream is found by account, region and name; none of these holds a colon. */
export interface LogPlace {
  readonly account: string;
  readonly region: string;
}

export interface LogGroupRecord extends LogPlace {
  readonly name: string;
  readonly createdMs: number;
  readonly retentionDays?: number;
  /** Recorded and told; lines lie on this machine's disk as they are. */
  readonly kmsKeyId?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';
  readonly deletionProtection: boolean;
}

export interface LogStreamRecord {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly firstEventMs?: number;
  readonly lastEventMs?: number;
  readonly lastIngestionMs?: number;
  readonly storedBytes: number;
  /** Number of the next chunk of lines. */
  readonly nextChunk: number;
  /** Longest time between the first and the last line of one chunk. */
  readonly maxSpanMs: number;
}

/** Lines that were put together, in order of their timestamps. */
export interface ChunkRecord {
  readonly lastMs: number;
  readonly ingestedMs: number;
  readonly lines: readonly (readonly [timestampMs: number, message: string])[];
}

export interface ResourcePolicyRecord {
  readonly name: string;
  readonly document: string;
  readonly updatedMs: number;
}

export const GROUPS = 'logs.groups';
export const STREAMS = 'logs.streams';
export const CHUNKS = 'logs.chunks';
/** Ids of streams that are gone and whose lines are not yet. */
export const DISCARDED = 'logs.discarded';
export const POLICIES = 'logs.resource-policies';

export const placeKey = ({ account, region }: LogPlace, name = ''): string => `${account}:${region}:${name}`;

export const streamKey = (place: LogPlace, group: string, stream = ''): string => `${placeKey(place, group)}:${stream}`;

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

export const chunkPrefix = (streamId: string): string => `${streamId}:`;

export const chunkKey = (streamId: string, firstMs: number, chunk: number): string =>
  `${chunkPrefix(streamId)}${digits(Math.max(0, firstMs), 15)}:${digits(chunk, 12)}`;

export const firstMsOf = (key: string): number => Number(key.split(':')[1]);

export const chunkNumberOf = (key: string): number => Number(key.split(':')[2]);

export function logGroupArn({ account, region }: LogPlace, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
