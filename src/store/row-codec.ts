/**
 * How the history of one step becomes the text of one journal row, and back.
 *
 * 1. A payload that recurs by identity is written once, in the row's payload table; reading gives one object for all its places.
 * 2. What comes back equals what went in after `parseExactJson(stringifyJson(…))`.
 * 3. A row tells its own version, so that rows of an older Stepwell stay readable.
 */
import { parseExactJson, writeJson } from '../asl/exact-json.ts';
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { EventDetails, HistoryEvent, HistoryEventType, JournalEvent } from '../interpreter/history-event.ts';

const VERSION = 1;
/** As version 1, with numbers that JavaScript's own parser would change: only such rows cost a look at every number. */
const VERSION_OF_EXACT_NUMBERS = 2;
/** Shorter strings cost less in place than a reference and a table entry. */
const MIN_SHARED_STRING = 64;

type Fields = Record<string, Json | undefined>;
type References = Record<string, number>;
/** id (0: a silent entry), previous id, timestamp, type, details' member (0: none), their fields, envelope. */
type EncodedEvent = [number, number, number, string | 0, string | 0, EncodedFields | 0, EncodedFields];
/** Fields in place, and fields that are an index into the payload table. */
type EncodedFields = [literals: Fields, references?: References];
type EncodedRow = [version: number, payloads: Json[], events: EncodedEvent[]];

export function encodeRow(history: readonly JournalEvent[]): string {
  const table = new PayloadTable();
  const events = history.map((entry) => encodeEvent(entry, table));
  const { text, isExact } = writeJson([VERSION, table.payloads, events] satisfies EncodedRow);
  return isExact ? `[${VERSION_OF_EXACT_NUMBERS}${text.slice(text.indexOf(','))}` : text;
}

export function decodeRow(text: string): JournalEvent[] {
  const isExact = text.startsWith(`[${VERSION_OF_EXACT_NUMBERS},`);
  const [version, payloads, events] = (isExact ? parseExactJson(text) : JSON.parse(text)) as unknown as EncodedRow;
  if (version !== VERSION && !isExact) {
    throw new Error(`journal row of version ${version}, expected ${VERSION} or ${VERSION_OF_EXACT_NUMBERS}`);
  }
  return events.map((event) => decodeEvent(event, payloads));
}

class PayloadTable {
  readonly payloads: Json[] = [];
  readonly #places = new Map<Json, number>();

  place(payload: Json): number {
    let place = this.#places.get(payload);
    if (place === undefined) {
      place = this.payloads.push(payload) - 1;
      this.#places.set(payload, place);
    }
    return place;
  }
}

function encodeEvent({ event, envelope }: JournalEvent, table: PayloadTable): EncodedEvent {
  const encodedEnvelope = encodeFields(envelope, table);
  if (!event) return [0, 0, 0, 0, 0, 0, encodedEnvelope];
  const { id, previousEventId, timestamp, type, details } = event;
  for (const member in details) {
    return [id, previousEventId, timestamp, type, member, encodeFields(details[member]!, table), encodedEnvelope];
  }
  return [id, previousEventId, timestamp, type, 0, 0, encodedEnvelope];
}

function encodeFields(fields: Readonly<Fields>, table: PayloadTable): EncodedFields {
  const literals: Fields = {};
  let references: References | undefined;
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    if (isShareable(value)) {
      references ??= {};
      references[name] = table.place(value);
    } else {
      literals[name] = value;
    }
  }
  return references ? [literals, references] : [literals];
}

function isShareable(value: Json): boolean {
  return typeof value === 'string'
    ? value.length >= MIN_SHARED_STRING
    : typeof value === 'object' && value !== null && !isExactNumber(value);
}

function decodeEvent(encoded: EncodedEvent, payloads: readonly Json[]): JournalEvent {
  const [id, previousEventId, timestamp, type, member, fields, encodedEnvelope] = encoded;
  const envelope = decodeFields(encodedEnvelope, payloads) as JsonObject;
  if (type === 0) return { envelope };
  const event: HistoryEvent = { id, previousEventId, timestamp, type: type as HistoryEventType };
  if (member === 0) return { event, envelope };
  const details: EventDetails = { [member]: decodeFields(fields as EncodedFields, payloads) };
  return { event: { ...event, details }, envelope };
}

function decodeFields([literals, references]: EncodedFields, payloads: readonly Json[]): Fields {
  if (references) {
    for (const name of Object.keys(references)) literals[name] = payloads[references[name]!]!;
  }
  return literals;
}
