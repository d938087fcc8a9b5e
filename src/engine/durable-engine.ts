/**
 * The engine: finds or makes the live execution that a call concerns, and keeps in memory no more of them than run.
 *
 * E1 A call answers after what it asks for is durable. E2 An execution is live at most once. E3 Recovery and timers bring back what was dropped.
 */

import type { Json } from '../asl/json.ts';
import { awsLimits } from '../asl/limits.ts';
import type { HistoryEvent } from '../interpreter/history-event.ts';
import type { ActivationBody } from '../interpreter/step.ts';
import type { MapRunHost, MapRuns } from '../map-run/map-runs.ts';
import { systemClock } from '../runtime/clock.ts';
import { EngineError } from '../runtime/engine-error.ts';
import { systemIds } from '../runtime/ids.ts';
import { silentLogger } from '../runtime/logger.ts';
import {
  type ExecutionFilter,
  type ExecutionRecord,
  type Journal,
  JournalConflict,
  type Page,
} from '../store/journal.ts';
import { aslInterpreter } from './asl-interpreter.ts';
import { withChildMachines } from './child-machines.ts';
import type { RunningEngine } from './create-engine.ts';
import { EndWaiters } from './end-waiters.ts';
import type {
  CallbackResult,
  ExecutionChange,
  ForkRequest,
  ForkResult,
  MachineSource,
  StartRequest,
  StartResult,
} from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import type { ExecutionHost } from './execution-host.ts';
import { openingRecord } from './execution-record.ts';
import { ExpressExecutions } from './express-executions.ts';
import { expressLedger } from './express-ledger.ts';
import { FairSlots } from './fair-slots.ts';
import { forkedExecution } from './forked-execution.ts';
import type { Interpreter } from './interpreter-port.ts';
import { JobCancellations } from './job-cancellations.ts';
import { journalLedger } from './ledger.ts';
import { LiveExecution, type Settlement } from './live-execution.ts';
import { mapRunHost, mapRunOrders } from './map-run-host.ts';
import { recoverOpen } from './recovery.ts';
import { Sweep } from './sweep.ts';
import type { TaskSurroundings } from './tasks-in-flight.ts';
import { TimerQueue } from './timer-queue.ts';

const MAX_SEED = 2 ** 53;
const DEFAULT_TASKS_IN_FLIGHT = 10_000;
const DEFAULT_IDLE_IN_MEMORY = 1_000;

export class DurableEngine implements RunningEngine {
  readonly #options: EngineOptions;
  readonly #journal: Journal;
  readonly #interpreter: Interpreter;
  readonly #host: ExecutionHost;
  readonly #machines: MachineSource;
  readonly mapRuns: MapRuns | undefined;
  readonly #timers: TimerQueue;
  readonly #sweep: Sweep;
  readonly #express: ExpressExecutions;
  readonly #ends = new EndWaiters();
  readonly #watchers = new Set<(change: ExecutionChange) => void>();
  readonly #live = new Map<string, LiveExecution>();
  /** Live ones that only wait, the longest at rest first. */
  readonly #idle = new Map<string, LiveExecution>();
  /** Express children of map runs: who is to be told of their ends. */
  readonly #childEnds = new Map<string, (record: ExecutionRecord) => void>();
  /** Starts whose first commit is under way. */
  readonly #starting = new Map<string, Promise<StartResult>>();
  #isClosed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#journal = options.journal;
    this.#interpreter = options.interpreter ?? aslInterpreter;
    const { clock = systemClock, logger = silentLogger, journal } = options;
    this.#express = new ExpressExecutions(journal, logger);
    this.#timers = new TimerQueue({
      clock,
      logger,
      due: (fromMs, beforeMs, limit, after) => journal.due(fromMs, beforeMs, limit, after),
      fire: ({ executionArn, timerId }) => this.#fire(executionArn, timerId),
    });
    this.#machines = withChildMachines(options.machines);
    this.#sweep = new Sweep({
      journal,
      clock,
      logger,
      isMoving: (executionArn) => this.#isMoving(executionArn),
      wake: (executionArn) => this.#refresh(executionArn),
      awaited: () => this.#ends.awaited,
      ended: (record) => this.#ends.ended(record),
      cancelJobs: () => this.#cancelJobs(),
    });
    this.#host = this.#createHost();
    this.mapRuns = options.mapRuns?.(this.#createMapRunHost());
  }

  #createHost(): ExecutionHost {
    const { clock = systemClock, logger = silentLogger, connectors, nextSeed, breathe } = this.#options;
    const slots = new FairSlots(this.#options.maxTasksInFlight ?? DEFAULT_TASKS_IN_FLIGHT);
    const isClosed = (): boolean => this.#isClosed;
    const { records } = this.#options;
    const interpreter = this.#interpreter;
    const jobCancellations = new JobCancellations({ records, journal: this.#journal, interpreter, logger });
    const cancelled: TaskSurroundings['cancelled'] = (arn, command) => jobCancellations.done(arn, command);
    return {
      interpreter,
      machines: this.#machines,
      clock,
      logger,
      timers: this.#timers,
      tasks: { connectors, slots, logger, cancelled },
      jobCancellations,
      mapRuns: mapRunOrders(
        () => this.mapRuns,
        (executionArn, body) => this.#liveOrLoad(executionArn).post({ body }),
      ),
      get isClosed() {
        return isClosed();
      },
      nextSeed: nextSeed ?? (() => Math.floor(systemIds.random() * MAX_SEED)),
      breathe: breathe ?? (() => new Promise((resolve) => setImmediate(resolve))),
      committed: (executionArn, history, record) => {
        const events = history.flatMap((entry) => (entry.event ? [entry.event] : []));
        this.#tell({ executionArn, events, record });
      },
      rested: (execution) => this.#rested(execution),
    };
  }

  #createMapRunHost(): MapRunHost {
    return mapRunHost(this, this.#host, this.#options.limits ?? awsLimits, {
      runExpress: (request, ended) => this.#runChild(request, ended),
      report: (executionArn, body) => this.#post(this.#liveOrLoad(executionArn), body),
      awaits: (executionArn, mapRunArn) => this.#awaits(executionArn, mapRunArn),
    });
  }

  async #awaits(executionArn: string, mapRunArn: string): Promise<boolean> {
    const stored = await this.#journal.read(executionArn);
    if (stored?.record.status !== 'RUNNING') return false;
    const machine = this.#machines.machine(stored.record.revisionId);
    // What cannot be resumed is left as it is.
    if (!machine) return true;
    const outstanding = this.#interpreter.outstanding(machine, this.#interpreter.fold(stored.history));
    return outstanding.some((command) => command.type === 'StartMapRun' && command.mapRunArn === mapRunArn);
  }

  /** An Express child of a map run: nothing of it is kept but what its map run keeps. */
  #runChild(request: StartRequest, ended: (record: ExecutionRecord) => void): () => void {
    const { executionArn } = request;
    const ledger = expressLedger(this.#journal, 'none', () => {});
    const execution = new LiveExecution(executionArn, this.#host, ledger);
    this.#childEnds.set(executionArn, ended);
    // Its map run has the input, and writes it down where somebody will ask for it.
    this.#begin(execution, request, '').catch((error) => {
      this.#childEnds.delete(executionArn);
      if (this.#isClosed) return;
      const cause = error instanceof Error ? error.message : String(error);
      const startMs = this.#host.clock.now();
      ended({ ...openingRecord(request, startMs), status: 'FAILED', stopMs: startMs, error: 'States.Runtime', cause });
    });
    return () => execution.post({ body: { type: 'StopRequested' } });
  }

  async recover(): Promise<void> {
    await this.mapRuns?.recover();
    await recoverOpen(this.#journal, {
      resume: (executionArn) => new Promise((resolve) => this.#liveOrLoad(executionArn).wake(resolve)),
      rerun: (executionArn, record) => this.#rerun(executionArn, record),
    });
    if (this.#isClosed) return;
    await this.#cancelJobs();
    this.#timers.start();
    if (this.#options.sweeps ?? true) this.#sweep.start();
  }

  #cancelJobs(): Promise<void> {
    return this.#host.jobCancellations.catchUp(this.#host.tasks);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timers.stop();
    this.#sweep.stop();
    const closing = this.mapRuns?.close();
    const closed = new EngineError('EngineClosed', 'The server is stopping');
    const live = [...this.#live.values()];
    for (const execution of live) execution.release();
    await Promise.allSettled(live.map((execution) => execution.rest()));
    for (const execution of live) execution.abandon(closed);
    this.#ends.rejectAll(closed);
    await closing;
  }

  start(request: StartRequest): Promise<StartResult> {
    const { executionArn } = request;
    const earlier = this.#starting.get(executionArn);
    if (earlier !== undefined) return earlier.then(({ record }) => ({ type: 'Exists', record }) as const);
    const starting = this.#start(request).finally(() => this.#starting.delete(executionArn));
    this.#starting.set(executionArn, starting);
    return starting;
  }

  async #start(request: StartRequest): Promise<StartResult> {
    this.#assertOpen();
    const { executionArn } = request;
    if (this.#live.has(executionArn)) {
      const record = await this.describe(executionArn);
      if (record) return { type: 'Exists', record };
    }
    const ledger =
      request.type === 'EXPRESS'
        ? this.#express.ledger(executionArn, 'write')
        : journalLedger(this.#journal, executionArn);
    const execution = new LiveExecution(executionArn, this.#host, ledger);
    const settlement = await this.#begin(execution, request);
    const record = execution.record ?? (await this.describe(executionArn));
    if (!record) throw new EngineError('StartLost', `${executionArn} was started, and is not in the journal`);
    return { type: settlement === 'Applied' ? 'Started' : 'Exists', record };
  }

  async startSync(request: StartRequest, signal?: AbortSignal): Promise<ExecutionRecord> {
    this.#assertOpen();
    const { executionArn } = request;
    signal?.throwIfAborted();
    const execution = new LiveExecution(executionArn, this.#host, this.#express.ledger(executionArn, 'none'));
    const begun = this.#begin(execution, request);
    const ended = this.#ends.wait(executionArn, async () => openingRecord(request, 0));
    signal?.addEventListener('abort', () => execution.post({ body: { type: 'StopRequested' } }), { once: true });
    const [record] = await Promise.all([ended, begun]);
    return record!;
  }

  /** Posts the first activation; resolves once it is durable, and rejects when it cannot be made so. */
  #begin(execution: LiveExecution, request: StartRequest, inputText?: string): Promise<Settlement> {
    const machine = this.#machines.machine(request.revisionId);
    if (!machine) throw new EngineError('DefinitionMissing', `There is no definition ${request.revisionId}`);
    this.#live.set(execution.executionArn, execution);
    execution.begin(machine, openingRecord(request, this.#host.clock.now(), inputText));
    const { executionArn, executionName, stateMachineArn, stateMachineName, roleArn, input, type } = request;
    const { stateMachineVersionArn, stateMachineAliasArn } = request;
    return this.#post(execution, {
      type: 'ExecutionStarted',
      ...{ executionArn, executionName, stateMachineArn, stateMachineName, roleArn, input, executionType: type },
      ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
      ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
      ...(request.startedBy === undefined ? {} : { startedBy: request.startedBy }),
      ...(request.mockTestCase === undefined ? {} : { mockTestCase: request.mockTestCase }),
      limits: (this.#options.limits ?? awsLimits).profile,
    });
  }

  /** An Express execution that a crash interrupted runs again, from its recorded start. */
  async #rerun(executionArn: string, record: ExecutionRecord): Promise<void> {
    const stored = await this.#journal.read(executionArn);
    const machine = this.#machines.machine(record.revisionId);
    const start = stored && this.#interpreter.fold(stored.history.slice(0, 1)).start;
    if (!start || !machine) {
      this.#host.logger.error('An Express execution cannot run again', { executionArn, revisionId: record.revisionId });
      return;
    }
    const execution = new LiveExecution(executionArn, this.#host, this.#express.ledger(executionArn, 'written'));
    this.#live.set(executionArn, execution);
    execution.begin(machine, record);
    execution.post({ body: { type: 'ExecutionStarted', ...start } });
  }

  async stop(executionArn: string, error?: string, cause?: string): Promise<ExecutionRecord | undefined> {
    this.#assertOpen();
    const record = await this.describe(executionArn);
    if (record?.status !== 'RUNNING') return record;
    const execution = this.#liveOrLoad(executionArn);
    await this.#post(execution, { type: 'StopRequested', error, cause });
    return this.describe(executionArn);
  }

  async redrive(executionArn: string, clientToken?: string): Promise<ExecutionRecord | undefined> {
    this.#assertOpen();
    const known = this.#live.get(executionArn);
    if (known?.isOver) this.#live.delete(executionArn);
    const execution = this.#liveOrLoad(executionArn);
    const settlement = await this.#post(execution, { type: 'RedriveRequested', clientToken });
    return settlement === 'Applied' ? this.describe(executionArn) : undefined;
  }

  async fork(request: ForkRequest): Promise<ForkResult> {
    this.#assertOpen();
    const { sourceArn, executionArn } = request;
    const stored = await this.#journal.read(sourceArn);
    if (!stored) return { type: 'NotFound' };
    if ((await this.describe(executionArn)) || this.#starting.has(executionArn)) return { type: 'Exists' };
    const forked = forkedExecution(stored, request, this.#host.clock.now(), this.#host.nextSeed());
    if (!forked) return { type: 'NoPlace' };
    const { history, record, eventId, wakeAtMs } = forked;
    try {
      await this.#journal.commit([{ executionArn, expectedLength: 0, history, record, wakeAtMs, idle: false }]);
    } catch (error) {
      if (error instanceof JournalConflict) return { type: 'Exists' };
      throw error;
    }
    this.#tell({ executionArn, events: history.flatMap(({ event }) => event ?? []), record });
    this.#liveOrLoad(executionArn).wake();
    return { type: 'Forked', record, eventId };
  }

  async startedBy(executionArn: string): Promise<string | undefined> {
    const stored = await this.#journal.read(executionArn);
    return stored && this.#interpreter.fold(stored.history.slice(0, 1)).start?.startedBy;
  }

  async findRedrive(executionArn: string, clientToken: string): Promise<number | undefined> {
    const stored = await this.#journal.read(executionArn);
    const tokens = stored && this.#interpreter.fold(stored.history).redriveTokens;
    return tokens?.find((redrive) => redrive.clientToken === clientToken)?.timeMs;
  }

  async describe(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.#express.stored(executionArn)?.record ?? (await this.#journal.record(executionArn));
  }

  list(filter: ExecutionFilter, limit: number, after?: string): Promise<Page<ExecutionRecord>> {
    return this.#journal.list(filter, limit, after);
  }

  async history(executionArn: string): Promise<readonly HistoryEvent[] | undefined> {
    const stored = this.#express.stored(executionArn) ?? (await this.#journal.read(executionArn));
    return stored?.history.flatMap((entry) => (entry.event ? [entry.event] : []));
  }

  awaitEnd(executionArn: string, signal?: AbortSignal): Promise<ExecutionRecord | undefined> {
    return this.#ends.wait(executionArn, () => this.describe(executionArn), signal);
  }

  succeedTask(taskToken: string, output: Json): Promise<CallbackResult> {
    return this.#callback(taskToken, (taskId) => ({ type: 'TaskSucceeded', taskId, output }));
  }

  failTask(taskToken: string, error?: string, cause?: string): Promise<CallbackResult> {
    return this.#callback(taskToken, (taskId) => ({ type: 'TaskFailed', taskId, error, cause }));
  }

  heartbeatTask(taskToken: string): Promise<CallbackResult> {
    return this.#callback(taskToken, (taskId) => ({ type: 'TaskHeartbeat', taskId }));
  }

  startTask(taskToken: string, workerName?: string): Promise<CallbackResult> {
    return this.#callback(taskToken, (taskId) => ({ type: 'TaskStarted', taskId, workerName }));
  }

  async #callback(taskToken: string, body: (taskId: string) => ActivationBody): Promise<CallbackResult> {
    this.#assertOpen();
    const token = this.#interpreter.parseTaskToken(taskToken);
    if (!token) return 'InvalidToken';
    const record = await this.describe(token.executionArn);
    if (!record) return 'TaskDoesNotExist';
    if (record.status !== 'RUNNING') return 'TaskTimedOut';
    const execution = this.#liveOrLoad(token.executionArn);
    const settlement = await this.#post(execution, { ...body(token.taskId), taskToken } as ActivationBody);
    // A heartbeat that nobody asked for leaves no trace, and is welcome as long as its task is.
    return settlement === 'Applied' || execution.awaitsTask(token.taskId) ? 'Accepted' : 'TaskTimedOut';
  }

  watch(listener: (change: ExecutionChange) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  #tell(change: ExecutionChange): void {
    const { record } = change;
    if (record && record.status !== 'RUNNING') this.#ended(record);
    for (const watcher of this.#watchers) {
      try {
        watcher(change);
      } catch (error) {
        this.#host.logger.error('A watcher of executions threw', { executionArn: change.executionArn, error });
      }
    }
  }

  #ended(record: ExecutionRecord): void {
    const ended = this.#childEnds.get(record.executionArn);
    if (ended) {
      this.#childEnds.delete(record.executionArn);
      ended(record);
    } else this.#ends.ended(record);
  }

  #post(execution: LiveExecution, body: ActivationBody): Promise<Settlement> {
    return new Promise((settle, reject) => execution.post({ body, settle, reject }));
  }

  #fire(executionArn: string, timerId: string | undefined): void {
    const execution = this.#liveOrLoad(executionArn);
    if (timerId === undefined) execution.wake();
    else execution.post({ body: { type: 'TimerFired', timerId } });
  }

  #liveOrLoad(executionArn: string): LiveExecution {
    const known = this.#live.get(executionArn);
    if (known) return known;
    const execution = new LiveExecution(executionArn, this.#host, journalLedger(this.#journal, executionArn));
    this.#live.set(executionArn, execution);
    return execution;
  }

  /** Express executions live in memory alone, and what is busy here moves. */
  #isMoving(executionArn: string): boolean {
    const known = this.#live.get(executionArn);
    return this.#isClosed || this.#express.stored(executionArn) !== undefined || (known !== undefined && !known.isIdle);
  }

  /** What is in memory may be out of date: it is dropped and read again. */
  #refresh(executionArn: string): void {
    this.#idle.delete(executionArn);
    this.#live.delete(executionArn);
    this.#liveOrLoad(executionArn).wake();
  }

  #rested(execution: LiveExecution): void {
    const { executionArn } = execution;
    if (execution.isOver) {
      this.#idle.delete(executionArn);
      if (this.#live.get(executionArn) === execution) this.#live.delete(executionArn);
      this.#express.ended(executionArn);
      return;
    }
    this.#idle.delete(executionArn);
    if (execution.isIdle) this.#idle.set(executionArn, execution);
    if (this.#idle.size > (this.#options.maxIdleInMemory ?? DEFAULT_IDLE_IN_MEMORY)) this.#evictOldest();
  }

  #evictOldest(): void {
    for (const [executionArn, execution] of this.#idle) {
      this.#idle.delete(executionArn);
      if (!execution.isIdle) continue;
      if (this.#live.get(executionArn) === execution) this.#live.delete(executionArn);
      return;
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new EngineError('EngineClosed', 'The server is stopping');
  }
}
