/**
 * Buses and rules. All rules are in memory with their patterns compiled: every event is held against those of its bus.
 *
 * R1 A change is on disk before its call is answered, and matching knows it then. R2 A rule and its schedule change together.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { busNotFound, ruleNotFound } from './errors.ts';
import { compileEventPattern, type EventTest } from './event-pattern/compile-event-pattern.ts';
import {
  BUSES,
  type BusRecord,
  busKey,
  DEFAULT_BUS,
  keyOfRule,
  type Place,
  RULES,
  type RuleRecord,
  ruleKey,
} from './event-records.ts';

interface KnownRule {
  readonly record: RuleRecord;
  /** Absent on rules that only have a schedule. */
  readonly matches?: EventTest;
}

/** What must be written with a rule's own record: its schedule. */
export type RuleChangeHook = (rule: RuleRecord | undefined, key: string) => readonly RecordChange[];

export class RuleBook {
  readonly buses: RecordCollection<BusRecord>;
  readonly clock: Clock;
  readonly #records: Records;
  readonly #logger: Logger;
  /** By bus, then by the rule's key. */
  readonly #rules = new Map<string, Map<string, KnownRule>>();
  #scheduleChanges: RuleChangeHook = () => [];

  constructor(records: Records, clock: Clock, logger: Logger) {
    this.#records = records;
    this.#logger = logger;
    this.clock = clock;
    this.buses = records.collection(BUSES);
    for (const { value } of records.collection<RuleRecord>(RULES).list()) this.#remember(value);
  }

  onChange(hook: RuleChangeHook): void {
    this.#scheduleChanges = hook;
  }

  findBus(place: Place, name: string): BusRecord | undefined {
    const bus = this.buses.get(busKey(place, name));
    if (bus || name !== DEFAULT_BUS) return bus;
    return { account: place.account, region: place.region, name, tags: {} };
  }

  /** @throws {ApiError} ResourceNotFoundException */
  bus(place: Place, name: string): BusRecord {
    const bus = this.findBus(place, name);
    if (!bus) throw busNotFound(name);
    return bus;
  }

  busesOf(place: Place): BusRecord[] {
    const named = this.buses.list({ prefix: busKey(place) }).map(({ value }) => value);
    if (named.some(({ name }) => name === DEFAULT_BUS)) return named;
    return [...named, this.bus(place, DEFAULT_BUS)].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async saveBus(bus: BusRecord): Promise<void> {
    await this.buses.put(busKey(bus, bus.name), bus);
  }

  findRule(place: Place, bus: string, name: string): RuleRecord | undefined {
    return this.#rules.get(busKey(place, bus))?.get(ruleKey(place, bus, name))?.record;
  }

  /** @throws {ApiError} ResourceNotFoundException */
  rule(place: Place, bus: string, name: string): RuleRecord {
    const rule = this.findRule(place, bus, name);
    if (!rule) {
      this.bus(place, bus);
      throw ruleNotFound(name, bus);
    }
    return rule;
  }

  /** In the order of their names. */
  rulesOf(place: Place, bus: string): RuleRecord[] {
    const rules = [...(this.#rules.get(busKey(place, bus))?.values() ?? [])].map(({ record }) => record);
    return rules.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Enabled rules with a pattern that the event matches. */
  matching(place: Place, bus: string, event: unknown): RuleRecord[] {
    const found: RuleRecord[] = [];
    for (const { record, matches } of this.#rules.get(busKey(place, bus))?.values() ?? []) {
      if (record.state !== 'DISABLED' && record.targets.length > 0 && matches?.(event)) found.push(record);
    }
    return found;
  }

  hasPatterns(place: Place, bus: string): boolean {
    for (const { record, matches } of this.#rules.get(busKey(place, bus))?.values() ?? []) {
      if (matches && record.state !== 'DISABLED' && record.targets.length > 0) return true;
    }
    return false;
  }

  ruleByKey(key: string): RuleRecord | undefined {
    const end = key.lastIndexOf(':');
    return this.#rules.get(key.slice(0, end))?.get(key)?.record;
  }

  async saveRule(rule: RuleRecord): Promise<void> {
    const key = keyOfRule(rule);
    this.#remember(rule);
    await this.#records.write([
      { type: 'put', collection: RULES, key, value: rule },
      ...this.#scheduleChanges(rule, key),
    ]);
  }

  async deleteRule(rule: RuleRecord): Promise<void> {
    const key = keyOfRule(rule);
    this.#rules.get(busKey(rule, rule.bus))?.delete(key);
    await this.#records.write([{ type: 'delete', collection: RULES, key }, ...this.#scheduleChanges(undefined, key)]);
  }

  #remember(record: RuleRecord): void {
    const bus = busKey(record, record.bus);
    const rules = this.#rules.get(bus) ?? new Map<string, KnownRule>();
    this.#rules.set(bus, rules);
    rules.set(keyOfRule(record), { record, matches: this.#compile(record) });
  }

  /** A pattern of an earlier version that cannot be read any more must not keep the server from starting. */
  #compile({ name, pattern }: RuleRecord): EventTest | undefined {
    try {
      return pattern === undefined ? undefined : compileEventPattern(pattern);
    } catch (error) {
      this.#logger.error('The pattern of a rule cannot be read; it matches nothing', { rule: name, error });
      return undefined;
    }
  }
}
