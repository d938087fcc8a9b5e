/**
 * Asynchronous invocations: taken durably, run at least once, tried again twice when the function fails, as AWS does.
 *
 * V1 `enqueue` resolves once the event is on disk. V2 An event leaves the queue only after it succeeded or was given up. V3 Memory holds the
 * keys of what waits, never the events; so many at most run at once. V4 Who hears of an end does not decide it: a destination that is gone is told to the
 * operator, and the event ends all the same.
 */

import { Queue } from '../../functions/queue.ts';
import type { Clock } from '../../runtime/clock.ts';
import { EngineError } from '../../runtime/engine-error.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import { destinationRecord, type EndCondition } from './destination-record.ts';
import { type EventInvokeConfig, type EventInvokeConfigs, eventInvokeKey } from './event-invoke-config.ts';
import { functionArn } from './function-address.ts';
import type { FunctionStore, Qualified } from './function-store.ts';
import { type FunctionAnswer, type InvokeDependencies, invokeFunction } from './invoke-function.ts';
import type { DeadLetter, InvocationEnd } from './lambda-dependencies.ts';

export interface AsyncInvocation {
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  readonly qualifier?: string;
  /** JSON text. */
  readonly payload: string;
  readonly clientContext?: string;
  readonly requestId: string;
  readonly acceptedMs: number;
  readonly attempts: number;
  readonly dueMs: number;
}

export interface AsyncInvocationsOptions extends InvokeDependencies {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryDelaysMs?: readonly number[];
  readonly maxRunning?: number;
  readonly deliverDeadLetter?: (letter: DeadLetter) => Promise<void>;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  /** Tells a destination of an end; absent: nobody is told. */
  readonly deliverToDestination?: (end: InvocationEnd) => Promise<void>;
}

/** AWS waits a minute before the first retry and two before the second. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** While a function has no concurrency at all, its events go where failures go; if nobody asked for those, they wait, for six hours at most. */
const THROTTLED_DELAY_MS = 1_000;
const MAX_AGE_MS = 6 * 60 * 60 * 1_000;
const AFTER_BUG_MS = 60_000;
/** Statuses that dead letters carry. */
const FUNCTION_ERROR = 200;
const THROTTLED = 429;

export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #collection: RecordCollection<AsyncInvocation>;
  readonly #ready = new Queue<string>();
  readonly #timers = new Map<string, () => void>();
  #running = 0;
  #isStarted = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
    this.#collection = options.records.collection('lambda.asyncInvocations');
  }

  /** Takes up what an earlier run left. */
  start(): void {
    this.#isStarted = true;
    for (const { key, value } of this.#collection.list()) this.#schedule(key, value.dueMs);
  }

  stop(): void {
    this.#isStarted = false;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async enqueue(invocation: Omit<AsyncInvocation, 'acceptedMs' | 'attempts' | 'dueMs'>): Promise<void> {
    const nowMs = this.#options.clock.now();
    const key = `${String(nowMs).padStart(15, '0')}-${invocation.requestId}`;
    await this.#collection.put(key, { ...invocation, acceptedMs: nowMs, attempts: 0, dueMs: nowMs });
    this.#schedule(key, nowMs);
  }

  #schedule(key: string, dueMs: number): void {
    if (!this.#isStarted) return;
    const delayMs = dueMs - this.#options.clock.now();
    if (delayMs <= 0) {
      this.#ready.push(key);
      this.#dispatch();
      return;
    }
    const fire = (): void => {
      this.#timers.delete(key);
      this.#schedule(key, dueMs);
    };
    this.#timers.set(key, this.#options.clock.after(delayMs, fire));
  }

  #dispatch(): void {
    while (this.#isStarted && this.#ready.size > 0 && this.#running < (this.#options.maxRunning ?? 64)) {
      this.#running++;
      void this.#run(this.#ready.shift()!).finally(() => {
        this.#running--;
        this.#dispatch();
      });
    }
  }

  /** Never rejects: an event that cannot be run now stays in the queue, and is tried later. */
  async #run(key: string): Promise<void> {
    try {
      const invocation = this.#collection.get(key);
      if (!invocation) return;
      const qualified = findQualified(this.#options.store, invocation);
      if (!qualified) {
        await this.#collection.delete(key);
        return;
      }
      if (qualified.record.reservedConcurrency === 0) {
        await this.#postpone(key, invocation, qualified);
        return;
      }
      await this.#settle(key, invocation, qualified, await this.#invoke(invocation, qualified));
    } catch (error) {
      const wasStopped = error instanceof EngineError && error.code === 'FUNCTIONS_STOPPED';
      if (wasStopped) return;
      this.#options.logger.error('An asynchronous invocation could not be run', { key, error });
      this.#schedule(key, this.#options.clock.now() + AFTER_BUG_MS);
    }
  }

  #invoke(invocation: AsyncInvocation, qualified: Qualified): Promise<FunctionAnswer> {
    const { payload, requestId, qualifier, clientContext } = invocation;
    return invokeFunction(this.#options, {
      qualified,
      payload,
      requestId,
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(clientContext === undefined ? {} : { clientContext }),
    });
  }

  async #settle(key: string, invocation: AsyncInvocation, qualified: Qualified, answer: FunctionAnswer): Promise<void> {
    const { result } = answer;
    const config = this.#config(invocation, qualified);
    if (result.functionError === undefined) {
      await this.#tell(config?.onSuccess, invocation, qualified, 'Success', answer);
      await this.#collection.delete(key);
      return;
    }
    const delayMs = this.#nextDelayMs(invocation, config);
    if (typeof delayMs === 'string') await this.#giveUp(key, invocation, qualified, delayMs, answer);
    else await this.#put(key, { ...invocation, attempts: invocation.attempts + 1 }, delayMs);
  }

  #config({ qualifier }: AsyncInvocation, { record }: Qualified): EventInvokeConfig | undefined {
    return this.#options.eventInvokeConfigs.get(eventInvokeKey(record, record.name, qualifier));
  }

  #nextDelayMs(
    { attempts, acceptedMs }: AsyncInvocation,
    config: EventInvokeConfig | undefined,
  ): number | Exclude<EndCondition, 'Success'> {
    const delayMs = (this.#options.retryDelaysMs ?? RETRY_DELAYS_MS)[attempts];
    if (delayMs === undefined || attempts >= (config?.maximumRetryAttempts ?? Number.POSITIVE_INFINITY)) {
      return 'RetriesExhausted';
    }
    const ageMs = this.#options.clock.now() + delayMs - acceptedMs;
    const limitMs = (config?.maximumEventAgeSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
    return ageMs > limitMs ? 'EventAgeExceeded' : delayMs;
  }

  async #tell(
    destination: string | undefined,
    invocation: AsyncInvocation,
    { record }: Qualified,
    condition: EndCondition,
    answer?: FunctionAnswer,
  ): Promise<void> {
    const { deliverToDestination, clock, logger } = this.#options;
    if (!destination || !deliverToDestination) return;
    const arn = functionArn(record, invocation.qualifier ?? '$LATEST');
    const told = destinationRecord(invocation, { functionArn: arn, condition, nowMs: clock.now(), answer });
    try {
      await deliverToDestination({
        targetArn: destination,
        functionArn: arn,
        isSuccess: condition === 'Success',
        record: told,
      });
    } catch (error) {
      const { functionName, requestId } = invocation;
      logger.warn('A destination could not be told of an invocation', { functionName, requestId, destination, error });
    }
  }

  async #postpone(key: string, invocation: AsyncInvocation, qualified: Qualified): Promise<void> {
    const config = this.#config(invocation, qualified);
    const limitMs = Math.min(MAX_AGE_MS, (config?.maximumEventAgeSeconds ?? Number.POSITIVE_INFINITY) * 1_000);
    const isHeard = config?.onFailure !== undefined || qualified.settings.deadLetterTarget !== undefined;
    if (isHeard) await this.#giveUp(key, invocation, qualified, 'ZeroReservedConcurrency');
    else if (this.#options.clock.now() - invocation.acceptedMs > limitMs) {
      await this.#giveUp(key, invocation, qualified, 'EventAgeExceeded');
    } else await this.#put(key, invocation, THROTTLED_DELAY_MS);
  }

  async #put(key: string, invocation: AsyncInvocation, delayMs: number): Promise<void> {
    const dueMs = this.#options.clock.now() + delayMs;
    await this.#collection.put(key, { ...invocation, dueMs });
    this.#schedule(key, dueMs);
  }

  /** `answer` is that of the last attempt; absent: it was not run. */
  async #giveUp(
    key: string,
    invocation: AsyncInvocation,
    qualified: Qualified,
    condition: Exclude<EndCondition, 'Success'>,
    answer?: FunctionAnswer,
  ): Promise<void> {
    const { functionName, requestId } = invocation;
    this.#options.logger.warn('An asynchronous invocation failed for the last time', {
      functionName,
      requestId,
      condition,
    });
    await this.#tell(this.#config(invocation, qualified)?.onFailure, invocation, qualified, condition, answer);
    await this.#bury(invocation, qualified, answer);
    await this.#collection.delete(key);
  }

  async #bury({ requestId, payload, functionName }: AsyncInvocation, { settings }: Qualified, answer?: FunctionAnswer) {
    const { deliverDeadLetter, logger } = this.#options;
    const { deadLetterTarget: targetArn } = settings;
    if (targetArn === undefined || !deliverDeadLetter) return;
    const errorMessage = answer ? messageOf(answer.result.payload) : 'Rate Exceeded.';
    const errorCode = answer ? FUNCTION_ERROR : THROTTLED;
    try {
      await deliverDeadLetter({ targetArn, body: payload, requestId, errorCode, errorMessage });
    } catch (error) {
      logger.warn('A dead letter could not be delivered', { functionName, requestId, targetArn, error });
    }
  }
}

function findQualified(
  store: FunctionStore,
  { account, region, functionName, qualifier }: AsyncInvocation,
): Qualified | undefined {
  try {
    return store.requireQualified(
      { name: functionName, ...(qualifier === undefined ? {} : { qualifier }) },
      { account, region },
    );
  } catch {
    // Deleted since: AWS drops its events, too.
    return undefined;
  }
}

function messageOf(error: string): string {
  try {
    return String((JSON.parse(error) as { errorMessage?: unknown }).errorMessage).slice(0, 1_024);
  } catch {
    return error.slice(0, 1_024);
  }
}
