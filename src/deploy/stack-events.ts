/** The events of stacks in CloudFormation's words, kept for those who ask how a deployment went. */
import type { RecordCollection } from '../store/records.ts';
import type { Stack, StackEvent } from './stack.ts';

export interface StackEventRecord {
  readonly eventId: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly timeMs: number;
}

/** Of one stack; the oldest go first. */
const MOST = 2_000;
const DIGITS = 9;

export class StackEvents {
  readonly #records: RecordCollection<StackEventRecord>;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #next = new Map<string, number>();
  #written: Promise<void> = Promise.resolve();

  constructor(records: RecordCollection<StackEventRecord>, now: () => number, newId: () => string) {
    this.#records = records;
    this.#now = now;
    this.#newId = newId;
  }

  /** Newest first. */
  list(stackId: string): readonly StackEventRecord[] {
    return this.#records
      .list({ prefix: `${stackId} ` })
      .map(({ value }) => value)
      .reverse();
  }

  ofStack({ stackId, stackName, status, reason }: Stack): void {
    const type = 'AWS::CloudFormation::Stack';
    this.#add({ stackId, stackName, logicalId: stackName, physicalId: stackId, type, status, reason });
  }

  ofResource({ stackId, stackName }: Pick<Stack, 'stackId' | 'stackName'>, event: StackEvent): void {
    const told = STATUS[event.status](event);
    if (!told) return;
    const { logicalId, type, physicalId } = event;
    this.#add({ stackId, stackName, logicalId, type, physicalId, status: told[0], reason: told[1] ?? event.reason });
  }

  /** Resolves when everything that was told so far is on disk. */
  async flush(): Promise<void> {
    await this.#written;
  }

  #add(event: Omit<StackEventRecord, 'eventId' | 'timeMs'>): void {
    const { stackId } = event;
    const at = this.#next.get(stackId) ?? this.#last(stackId) + 1;
    this.#next.set(stackId, at + 1);
    const value: StackEventRecord = { ...event, eventId: this.#newId(), timeMs: this.#now() };
    const writes = [this.#records.put(keyOf(stackId, at), value)];
    if (at >= MOST) writes.push(this.#records.delete(keyOf(stackId, at - MOST)).then(() => {}));
    this.#written = Promise.all([this.#written, ...writes]).then(() => {});
  }

  #last(stackId: string): number {
    const last = this.#records.list({ prefix: `${stackId} ` }).at(-1);
    return last ? Number(last.key.slice(stackId.length + 1)) : -1;
  }
}

function keyOf(stackId: string, at: number): string {
  return `${stackId} ${String(at).padStart(DIGITS, '0')}`;
}

type Told = readonly [status: string, reason?: string] | undefined;

const REPLACEMENT = 'Requested update requires the creation of a new physical resource; hence creating one.';

const STATUS: Readonly<Record<StackEvent['status'], (event: StackEvent) => Told>> = {
  CREATING: () => ['CREATE_IN_PROGRESS'],
  CREATED: () => ['CREATE_COMPLETE'],
  UPDATING: () => ['UPDATE_IN_PROGRESS'],
  UPDATED: () => ['UPDATE_COMPLETE'],
  UNCHANGED: () => undefined,
  REPLACING: () => ['UPDATE_IN_PROGRESS', REPLACEMENT],
  DELETING: () => ['DELETE_IN_PROGRESS'],
  DELETED: () => ['DELETE_COMPLETE'],
  RETAINED: () => ['DELETE_SKIPPED'],
  FAILED: ({ during = 'CREATE' }) => [`${during}_FAILED`],
};
