/**
 * Log groups and their streams.
 *
 * S1 Whoever deletes a group or stream sees it gone at once; its lines follow in the background, also after a crash.
 * S2 Lines older than a group's retention are never shown, and are removed every hour.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { alreadyExists, groupNotFound, streamNotFound } from './errors.ts';
import { LogEvents, type LogLine, type TimeRange } from './log-events.ts';
import {
  GROUPS,
  type LogGroupRecord,
  type LogPlace,
  type LogStreamRecord,
  POLICIES,
  placeKey,
  type ResourcePolicyRecord,
  STREAMS,
  streamKey,
} from './log-records.ts';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface LogStoreOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export class LogStore {
  readonly groups: RecordCollection<LogGroupRecord>;
  readonly streams: RecordCollection<LogStreamRecord>;
  readonly policies: RecordCollection<ResourcePolicyRecord>;
  readonly events: LogEvents;
  readonly clock: Clock;
  readonly #records: Records;
  readonly #ids: Ids;
  readonly #logger: Logger;
  #cancelExpiry: (() => void) | undefined;
  #background: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor({ records, clock, ids, logger }: LogStoreOptions) {
    this.#records = records;
    this.#ids = ids;
    this.#logger = logger;
    this.clock = clock;
    this.groups = records.collection(GROUPS);
    this.streams = records.collection(STREAMS);
    this.policies = records.collection(POLICIES);
    this.events = new LogEvents(records);
  }

  hasGroup(place: LogPlace, name: string): boolean {
    return this.groups.has(placeKey(place, name));
  }

  /** @throws {ApiError} ResourceNotFoundException */
  group(place: LogPlace, name: string): LogGroupRecord {
    const group = this.groups.get(placeKey(place, name));
    if (!group) throw groupNotFound();
    return group;
  }

  /** @throws {ApiError} ResourceNotFoundException for the group or the stream */
  stream(place: LogPlace, group: string, name: string): LogStreamRecord {
    this.group(place, group);
    const stream = this.streams.get(streamKey(place, group, name));
    if (!stream) throw streamNotFound();
    return stream;
  }

  streamsOf(place: LogPlace, group: string, namePrefix = ''): LogStreamRecord[] {
    return this.streams.list({ prefix: streamKey(place, group, namePrefix) }).map(({ value }) => value);
  }

  async createGroup(group: LogGroupRecord): Promise<void> {
    const key = placeKey(group, group.name);
    if (this.groups.has(key)) throw alreadyExists('log group');
    await this.groups.put(key, group);
  }

  async updateGroup(place: LogPlace, name: string, change: (group: LogGroupRecord) => LogGroupRecord): Promise<void> {
    await this.groups.put(placeKey(place, name), change(this.group(place, name)));
  }

  async createStream(place: LogPlace, group: string, name: string): Promise<void> {
    this.group(place, group);
    const key = streamKey(place, group, name);
    if (this.streams.has(key)) throw alreadyExists('log stream');
    await this.streams.put(key, this.#newStream(name));
  }

  async deleteGroup(place: LogPlace, name: string): Promise<void> {
    this.group(place, name);
    const changes: RecordChange[] = [{ type: 'delete', collection: GROUPS, key: placeKey(place, name) }];
    for (const { key, value } of this.streams.list({ prefix: streamKey(place, name) })) {
      changes.push({ type: 'delete', collection: STREAMS, key }, this.events.discarding(value));
    }
    await this.#records.write(changes);
    this.#sweepLater();
  }

  async deleteStream(place: LogPlace, group: string, name: string): Promise<void> {
    const stream = this.stream(place, group, name);
    const key = streamKey(place, group, name);
    await this.#records.write([{ type: 'delete', collection: STREAMS, key }, this.events.discarding(stream)]);
    this.#sweepLater();
  }

  /** Appends lines, in order of their timestamps, to a stream that is there. */
  async append(place: LogPlace, group: string, name: string, lines: readonly LogLine[]): Promise<LogStreamRecord> {
    const stream = this.stream(place, group, name);
    return this.events.append(streamKey(place, group, name), stream, lines, this.clock.now());
  }

  /** As `append`, for what the server writes itself: group and stream are made if they are missing. */
  async write(place: LogPlace, group: string, name: string, lines: readonly LogLine[]): Promise<void> {
    if (!this.groups.has(placeKey(place, group))) await this.createGroup(this.newGroup(place, group));
    const key = streamKey(place, group, name);
    const stream = this.streams.get(key) ?? this.#newStream(name);
    await this.events.append(key, stream, lines, this.clock.now());
  }

  newGroup(place: LogPlace, name: string): LogGroupRecord {
    const { account, region } = place;
    const createdMs = this.clock.now();
    return { account, region, name, createdMs, tags: {}, logGroupClass: 'STANDARD', deletionProtection: false };
  }

  /** A range of time without what the group's retention has let go. `startTime` and `endTime` are AWS's: from, and until, exclusive. */
  visible(group: LogGroupRecord, startTime: number | undefined, endTime: number | undefined): TimeRange {
    return { fromMs: Math.max(startTime ?? 0, this.#expiryMs(group)), untilMs: endTime ?? Number.MAX_SAFE_INTEGER };
  }

  start(): void {
    this.#sweepLater();
    this.#expireLater();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelExpiry?.();
    await this.#background;
  }

  #newStream(name: string): LogStreamRecord {
    return { id: this.#ids.uuid(), name, createdMs: this.clock.now(), storedBytes: 0, nextChunk: 1, maxSpanMs: 0 };
  }

  #expiryMs({ retentionDays }: LogGroupRecord): number {
    return retentionDays === undefined ? 0 : this.clock.now() - retentionDays * DAY_MS;
  }

  #sweepLater(): void {
    this.#inBackground(() => this.events.sweep());
  }

  #expireLater(): void {
    this.#inBackground(() => this.expire());
    this.#cancelExpiry = this.clock.after(HOUR_MS, () => this.#expireLater());
  }

  /** Removes what retention has let go. */
  async expire(): Promise<void> {
    for (const { value: group } of this.groups.list()) {
      if (group.retentionDays === undefined) continue;
      for (const stream of this.streamsOf(group, group.name)) {
        if (this.#isStopped) return;
        await this.events.expire(stream, this.#expiryMs(group));
      }
    }
  }

  #inBackground(work: () => Promise<void>): void {
    this.#background = this.#background
      .then(() => (this.#isStopped ? undefined : work()))
      .catch((error: unknown) => this.#logger.warn('Old log lines could not be removed', { error }));
  }
}
