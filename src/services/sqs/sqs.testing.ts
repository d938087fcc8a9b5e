/** The service for tests: called in process, by a clock that moves when it is told to. */
import type { OperationContext } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import type { Records } from '../../store/records.ts';
import { createSqsService, type SqsService } from './sqs-service.ts';

// biome-ignore lint/suspicious/noExplicitAny: outputs are as the service model has them; tests look at what they are about.
type Output = any;

export class TestClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  readonly #timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Fires what falls due on the way. */
  advance(ms: number): void {
    this.#nowMs += ms;
    const due = [...this.#timers].filter(({ dueMs }) => dueMs <= this.#nowMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback();
  }
}

export interface TestSqs {
  readonly service: SqsService;
  readonly clock: TestClock;
  call(operation: string, input: object, context?: Partial<OperationContext>): Promise<Output>;
  /** Its URL. */
  queue(name: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
  receive(url: string, input?: object): Promise<Output[]>;
}

export function startSqs(
  { records = createMemoryStore().records, clock = new TestClock() } = {} as {
    readonly records?: Records;
    readonly clock?: TestClock;
  },
): TestSqs {
  const service = createSqsService({ records, clock });
  service.start();
  const call: TestSqs['call'] = async (name, input, context = {}) => {
    const operation = service.operations[name];
    if (!operation) throw new Error(`there is no operation ${name}`);
    return operation(input, {
      region: 'us-east-1',
      account: '000000000000',
      requestId: 'request-1',
      signal: new AbortController().signal,
      baseUrl: 'http://127.0.0.1:4566',
      headers: {},
      ...context,
    });
  };
  return {
    service,
    clock,
    call,
    async queue(QueueName, Attributes) {
      return (await call('CreateQueue', { QueueName, Attributes })).QueueUrl;
    },
    async receive(QueueUrl, input = {}) {
      return (await call('ReceiveMessage', { QueueUrl, ...input })).Messages ?? [];
    },
  };
}
