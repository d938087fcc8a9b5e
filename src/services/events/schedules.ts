/**
 * Fires scheduled rules.
 *
 * C1 A firing and the moment of the next one are written together: a crash neither loses nor repeats a firing.
 * C2 What was missed while the server was down fires once, at the start, for the first moment that was missed; then the rule is in step
 * again. (AWS is never down: a nightly run that a closed laptop missed is wanted in the morning, sixty missed minutes are not.)
 */
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { type RuleRecord, ruleArn, SCHEDULES, type ScheduleRecord } from './event-records.ts';
import type { EventRouter } from './event-router.ts';
import type { RuleBook } from './rule-book.ts';
import { parseSchedule } from './schedule/parse-schedule.ts';

const RETRY_MS = 1_000;

export class Schedules {
  readonly #stored: RecordCollection<ScheduleRecord>;
  readonly #rules: RuleBook;
  readonly #router: EventRouter;
  readonly #logger: Logger;
  readonly #next = new Map<string, ScheduleRecord>();
  #cancel: (() => void) | undefined;
  #firing: Promise<void> | undefined;
  #isRunning = false;

  constructor(records: Records, rules: RuleBook, router: EventRouter, logger: Logger) {
    this.#stored = records.collection(SCHEDULES);
    this.#rules = rules;
    this.#router = router;
    this.#logger = logger;
    for (const { key, value } of this.#stored.list()) this.#next.set(key, value);
    rules.onChange((rule, key) => this.#changes(rule, key));
  }

  start(): void {
    this.#isRunning = true;
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#cancel?.();
    await this.#firing;
  }

  /** What a change of a rule changes here. A rule that keeps its expression keeps its rhythm. */
  #changes(rule: RuleRecord | undefined, key: string): RecordChange[] {
    const known = this.#next.get(key);
    const expression = rule?.state === 'DISABLED' ? undefined : rule?.schedule;
    if (expression !== undefined && known?.expression === expression) return [];
    const anchorMs = this.#rules.clock.now();
    const nextMs = expression === undefined ? undefined : parseSchedule(expression)?.next(anchorMs, anchorMs);
    const change = this.#set(key, nextMs === undefined ? undefined : { expression: expression!, anchorMs, nextMs });
    this.#arm();
    return known === undefined && nextMs === undefined ? [] : [change];
  }

  #set(key: string, value: ScheduleRecord | undefined): RecordChange {
    if (value === undefined) {
      this.#next.delete(key);
      return { type: 'delete', collection: SCHEDULES, key };
    }
    this.#next.set(key, value);
    return { type: 'put', collection: SCHEDULES, key, value };
  }

  #arm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#isRunning || this.#firing !== undefined) return;
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const { nextMs } of this.#next.values()) earliestMs = Math.min(earliestMs, nextMs);
    if (earliestMs === Number.POSITIVE_INFINITY) return;
    this.#cancel = this.#rules.clock.after(Math.max(0, earliestMs - this.#rules.clock.now()), () => this.#fire());
  }

  #fire(): void {
    this.#firing = this.#fireDue()
      .catch(async (error: unknown) => {
        this.#logger.error('Scheduled rules could not be fired; trying again', { error });
        await new Promise<void>((resolve) => this.#rules.clock.after(RETRY_MS, resolve));
      })
      .finally(() => {
        this.#firing = undefined;
        this.#arm();
      });
  }

  async #fireDue(): Promise<void> {
    const nowMs = this.#rules.clock.now();
    const due = [...this.#next].filter(([, { nextMs }]) => nextMs <= nowMs);
    await Promise.all(due.map(([key, schedule]) => this.#fireOne(key, schedule, nowMs)));
  }

  async #fireOne(key: string, schedule: ScheduleRecord, nowMs: number): Promise<void> {
    const rule = this.#rules.ruleByKey(key);
    const nextMs = parseSchedule(schedule.expression)?.next(nowMs, schedule.anchorMs);
    const next = rule && nextMs !== undefined ? { ...schedule, nextMs } : undefined;
    const change: RecordChange = next
      ? { type: 'put', collection: SCHEDULES, key, value: next }
      : { type: 'delete', collection: SCHEDULES, key };
    const deliveries = rule ? this.#router.deliveries(rule, this.#event(rule, schedule.nextMs), false) : [];
    await this.#router.commit(deliveries, [change]);
    // The rule may have been changed while this was written: then its new schedule stands.
    if (this.#next.get(key) === schedule) this.#set(key, next);
  }

  #event(rule: RuleRecord, timeMs: number) {
    return this.#router.envelope(rule, {
      source: 'aws.events',
      detailType: 'Scheduled Event',
      detail: {},
      resources: [ruleArn(rule)],
      timeMs,
    });
  }
}
