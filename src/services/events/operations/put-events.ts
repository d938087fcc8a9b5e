/** PutEvents: each entry succeeds or fails by itself; what is acknowledged is on disk with all its deliveries. */
import type { Operation } from '../../../gateway/operation.ts';
import type { Logger } from '../../../runtime/logger.ts';
import { notSupported, validation } from '../errors.ts';
import { busNameOf, type EventEnvelope } from '../event-records.ts';
import type { EventRouter } from '../event-router.ts';
import type { RuleBook } from '../rule-book.ts';

export interface PutEventsInput {
  readonly Entries: readonly PutEventsEntry[];
  readonly EndpointId?: string;
}

export interface PutEventsEntry {
  readonly Time?: Date;
  readonly Source?: string;
  readonly Resources?: readonly string[];
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
}

interface Refusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const MAX_BYTES = 262_144;
const TIME_BYTES = 14;

export function putEvents(rules: RuleBook, router: EventRouter, logger: Logger): Operation<PutEventsInput> {
  return async ({ Entries, EndpointId }, place) => {
    if (EndpointId !== undefined) throw notSupported('A global endpoint (EndpointId)');
    const bytes = Entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    if (bytes > MAX_BYTES) throw validation('Total size of the entries in the request is over the limit.');
    const taken: { bus: string; event: EventEnvelope }[] = [];
    const answers = Entries.map((entry) => {
      const parsed = parseEntry(entry);
      if ('ErrorCode' in parsed) return parsed;
      const bus = busNameOf(entry.EventBusName);
      // AWS says nothing of it either: the event is accepted, and nobody hears it.
      if (!rules.findBus(place, bus)) logger.warn('An event was put on a bus that does not exist', { bus });
      const event = router.envelope(place, {
        source: entry.Source!,
        detailType: entry.DetailType!,
        detail: parsed.detail,
        resources: entry.Resources,
        timeMs: entry.Time?.getTime(),
      });
      taken.push({ bus, event });
      return { EventId: event.id };
    });
    await router.publish(place, taken);
    return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
  };
}

function parseEntry({ Source, DetailType, Detail }: PutEventsEntry): Refusal | { readonly detail: unknown } {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value)
      return refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (Source!.startsWith('aws.')) return refusal('NotAuthorizedForSource', 'Not authorized for the source.');
  try {
    const detail: unknown = JSON.parse(Detail!);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return { detail };
  } catch {
    // Told below, as what is JSON and no object is.
  }
  return refusal('MalformedDetail', 'Detail is malformed.');
}

const refusal = (ErrorCode: string, ErrorMessage: string): Refusal => ({ ErrorCode, ErrorMessage });

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function entryBytes({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time ? TIME_BYTES : 0);
}
