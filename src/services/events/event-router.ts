/** Events in, deliveries out: what a bus takes is held against its rules, and one delivery is made for each target. */
import type { Ids } from '../../runtime/ids.ts';
import type { RecordChange, Records } from '../../store/records.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import {
  busNameOf,
  type DeliveryRecord,
  type EventEnvelope,
  type Place,
  type RuleRecord,
  ruleArn,
} from './event-records.ts';
import type { RuleBook } from './rule-book.ts';

/** What an author of an event says; the bus adds the rest. */
export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
  readonly timeMs?: number;
}

export class EventRouter {
  readonly #records: Records;
  readonly #rules: RuleBook;
  readonly #ids: Ids;
  #queue: DeliveryQueue | undefined;

  constructor(records: Records, rules: RuleBook, ids: Ids) {
    this.#records = records;
    this.#rules = rules;
    this.#ids = ids;
  }

  bind(queue: DeliveryQueue): void {
    this.#queue = queue;
  }

  envelope({ account, region }: Place, entry: EventEntry, id = this.#ids.uuid()): EventEnvelope {
    const { source, detailType, detail, resources = [], timeMs = this.#rules.clock.now() } = entry;
    const time = new Date(timeMs).toISOString().replace(/\.[0-9]{3}Z$/, 'Z');
    return { version: '0', id, 'detail-type': detailType, source, account, time, region, resources, detail };
  }

  /** Resolves when all deliveries that follow from the events, and `more`, are on disk. */
  async publish(
    place: Place,
    events: readonly { readonly bus: string; readonly event: EventEnvelope; readonly isForwarded?: boolean }[],
    more: readonly RecordChange[] = [],
  ): Promise<void> {
    const deliveries = events.flatMap(({ bus, event, isForwarded = false }) =>
      this.#rules.matching(place, bus, event).flatMap((rule) => this.deliveries(rule, event, isForwarded)),
    );
    await this.commit(deliveries, more);
  }

  /** One for each target. An event that came from another bus goes to no further one. */
  deliveries(rule: RuleRecord, event: EventEnvelope, isForwarded: boolean): DeliveryRecord[] {
    const nowMs = this.#rules.clock.now();
    const targets = isForwarded ? rule.targets.filter(({ Arn }) => !Arn.includes(':events:')) : rule.targets;
    return targets.map((target) => ({
      id: this.#ids.uuid(),
      event,
      ruleArn: ruleArn(rule),
      ruleName: rule.name,
      target,
      acceptedMs: nowMs,
      attempts: 0,
      dueMs: nowMs,
      isForwarded,
    }));
  }

  async commit(deliveries: readonly DeliveryRecord[], more: readonly RecordChange[] = []): Promise<void> {
    const queue = this.#queue!;
    const changes = [...deliveries.map((delivery) => queue.change(delivery)), ...more];
    if (changes.length === 0) return;
    await this.#records.write(changes);
    queue.accept(deliveries);
  }

  /** From a rule to another bus. */
  async forward(busArn: string, event: EventEnvelope): Promise<boolean> {
    const [, , , region = '', account = ''] = busArn.split(':');
    const place = { region, account };
    const bus = busNameOf(busArn);
    if (!this.#rules.findBus(place, bus)) return false;
    await this.publish(place, [{ bus, event, isForwarded: true }]);
    return true;
  }
}
