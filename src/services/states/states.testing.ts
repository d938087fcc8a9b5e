/** A Step Functions service over an engine that only remembers: executions stay RUNNING until a test ends them. */

import { awsLimits } from '../../asl/limits.ts';
import { ActivityQueue } from '../../connectors/activity-queue.ts';
import type { CallbackResult, Engine } from '../../engine/engine.ts';
import type { OperationContext } from '../../gateway/operation.ts';
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import type { ExecutionFilter, ExecutionRecord } from '../../store/journal.ts';
import { MemoryRecords } from '../../store/memory-records.ts';
import { StateMachineStore } from './state-machine-store.ts';
import { createStatesService } from './states-service.ts';

export const PASS = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
export const OTHER = JSON.stringify({ StartAt: 'B', States: { B: { Type: 'Pass', End: true } } });
export const ROLE = 'arn:aws:iam::000000000000:role/r';
export const ARN = 'arn:aws:states:us-east-1:000000000000';

class RememberingEngine implements Engine {
  readonly records = new Map<string, ExecutionRecord>();
  readonly events: HistoryEvent[] = [];
  readonly starters = new Map<string, string>();
  readonly redrives = new Map<string, number>();
  callback: CallbackResult = 'Accepted';

  async start(request: Parameters<Engine['start']>[0]): ReturnType<Engine['start']> {
    const existing = this.records.get(request.executionArn);
    if (existing) return { type: 'Exists', record: existing };
    const record: ExecutionRecord = {
      executionArn: request.executionArn,
      stateMachineArn: request.stateMachineArn,
      stateMachineVersionArn: request.stateMachineVersionArn,
      stateMachineAliasArn: request.stateMachineAliasArn,
      name: request.executionName,
      type: request.type,
      revisionId: request.revisionId,
      status: 'RUNNING',
      startMs: 1_000 + this.records.size,
      input: JSON.stringify(request.input),
      redriveCount: 0,
    };
    this.records.set(record.executionArn, record);
    if (request.startedBy !== undefined) this.starters.set(record.executionArn, request.startedBy);
    return { type: 'Started', record };
  }

  async startSync(request: Parameters<Engine['startSync']>[0]): Promise<ExecutionRecord> {
    const { record } = await this.start(request);
    return { ...record, status: 'SUCCEEDED', stopMs: record.startMs + 130, output: '{"a":1}' };
  }

  async stop(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.end(executionArn, { status: 'ABORTED' });
  }

  end(executionArn: string, change: Partial<ExecutionRecord>): ExecutionRecord | undefined {
    const record = this.records.get(executionArn);
    if (record?.status !== 'RUNNING') return record;
    const ended = { ...record, stopMs: record.startMs + 1, ...change };
    this.records.set(executionArn, ended);
    return ended;
  }

  async fork(): ReturnType<Engine['fork']> {
    return { type: 'NoPlace' };
  }

  async redrive(executionArn: string, clientToken?: string): Promise<ExecutionRecord | undefined> {
    const record = this.records.get(executionArn);
    if (!record || record.status === 'RUNNING' || record.status === 'SUCCEEDED') return undefined;
    const redriveMs = record.stopMs! + 1;
    const redriveCount = record.redriveCount + 1;
    const redriven: ExecutionRecord = { ...record, status: 'RUNNING', stopMs: undefined, redriveCount, redriveMs };
    this.records.set(executionArn, redriven);
    if (clientToken !== undefined) this.redrives.set(clientToken, redriveMs);
    return redriven;
  }

  async startedBy(executionArn: string): Promise<string | undefined> {
    return this.starters.get(executionArn);
  }

  async findRedrive(_executionArn: string, clientToken: string): Promise<number | undefined> {
    return this.redrives.get(clientToken);
  }

  async describe(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.records.get(executionArn);
  }

  async list(filter: ExecutionFilter, limit: number, after?: string) {
    const found = [...this.records.values()]
      .reverse()
      .filter((record) =>
        Object.entries(filter).every(
          ([name, value]) => value === undefined || record[name as keyof ExecutionRecord] === value,
        ),
      );
    const from = after === undefined ? 0 : Number(after);
    const next = from + limit < found.length ? String(from + limit) : undefined;
    return { items: found.slice(from, from + limit), next };
  }

  async history(executionArn: string): Promise<readonly HistoryEvent[] | undefined> {
    return this.records.has(executionArn) ? this.events : undefined;
  }

  async awaitEnd(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.records.get(executionArn);
  }

  succeedTask = async (): Promise<CallbackResult> => this.callback;
  failTask = async (): Promise<CallbackResult> => this.callback;
  heartbeatTask = async (): Promise<CallbackResult> => this.callback;
  startTask = async (): Promise<CallbackResult> => this.callback;
  watch = () => () => {};
}

/** A clock that stands still until a test moves it. */
export class StillClock implements Clock {
  nowMs = 5_000;
  readonly #timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number): void {
    this.nowMs += ms;
    for (const timer of [...this.#timers]) {
      if (timer.dueMs > this.nowMs) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

export function createTestStates() {
  const engine = new RememberingEngine();
  const records = new MemoryRecords();
  const activityQueue = new ActivityQueue();
  const clock = new StillClock();
  let count = 0;
  let random = 0;
  const service = createStatesService({
    engine,
    records,
    store: new StateMachineStore(records),
    activityQueue,
    integrations: { verdict: ({ service: name }) => name === 'lambda' },
    connectors: { find: () => undefined },
    limits: awsLimits,
    clock,
    ids: {
      uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
      random: () => random,
    },
    logger: silentLogger,
  });
  const context = (signal = new AbortController().signal): OperationContext => ({
    region: 'us-east-1',
    account: '000000000000',
    requestId: 'r',
    signal,
    baseUrl: 'http://127.0.0.1:4566',
    headers: {},
  });
  return {
    engine,
    activityQueue,
    clock,
    setRandom: (value: number) => {
      random = value;
    },
    // biome-ignore lint/suspicious/noExplicitAny: answers are typed by the service model.
    call: async (operation: string, input: object, more: Partial<OperationContext> = {}): Promise<any> =>
      service.operations[operation]?.(input, { ...context(), ...more }),
    create: (name: string, more: object = {}) =>
      Promise.resolve(
        service.operations['CreateStateMachine']?.({ name, definition: PASS, roleArn: ROLE, ...more }, context()),
      ),
  };
}
