/**
 * One execution in memory: its mailbox, its folded state, its tasks outside.
 *
 * L1 One turn at a time: load → transition → commit → dispatch. Nothing is dispatched, told or acknowledged before its commit is durable.
 * L2 After a failed commit nothing in memory is trusted: the state is folded again from the ledger, what was asked for and is not there is done
 *    again, and whatever is outstanding is dispatched, without waiting for anything else to happen.
 * L3 What is in memory may be dropped whenever the mailbox is empty and no task is outside.
 */

import { isDeepStrictEqual } from 'node:util';
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import type { StateMachine } from '../asl/state-machine.ts';
import type { ExecutionState } from '../interpreter/execution-state.ts';
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { ActivationBody, Command, Step } from '../interpreter/step.ts';
import { EngineError } from '../runtime/engine-error.ts';
import type { ExecutionRecord, StepCommit, StoredExecution } from '../store/journal.ts';
import { JournalConflict } from '../store/journal.ts';
import { CommandDispatch, type Standing } from './command-dispatch.ts';
import { crashStep } from './crash-step.ts';
import type { ExecutionHost } from './execution-host.ts';
import { updatedRecord } from './execution-record.ts';
import { isJobCancellation } from './job-cancellations.ts';
import type { Ledger } from './ledger.ts';
import { TasksInFlight } from './tasks-in-flight.ts';

/** `Unchanged`: it was no longer awaited. `NotFound`: there is no such execution. */
export type Settlement = 'Applied' | 'Unchanged' | 'NotFound';

export interface Mail {
  readonly body: ActivationBody;
  readonly settle?: (settlement: Settlement) => void;
  /** Present when somebody waits who can be told of a failing disk; other mail is tried until it is durable. */
  readonly reject?: (error: unknown) => void;
}

/** What the ledger says, folded. */
interface Fold extends Standing {
  /** Steps, and entries of the history. */
  readonly length: number;
  readonly entries: number;
  /** Time of the last step: time never runs backwards within an execution. */
  readonly lastMs: number;
  /** Unknown after loading. */
  readonly wakeAtMs: number | null | undefined;
}

/** What came of a batch of mail, before it is durable. */
interface Turn {
  readonly state: ExecutionState;
  readonly history: JournalEvent[];
  readonly commands: Command[];
  readonly changed: ReadonlySet<Mail>;
  readonly lastMs: number;
  readonly dueMs: number | null;
  readonly idle: boolean;
}

interface Doubt {
  readonly batch: readonly Mail[];
  readonly turn: Turn;
  readonly entries: number;
  readonly error: unknown;
}

const MAX_BATCH = 64;
const MAX_BATCH_EVENTS = 2_000;
const TURNS_BETWEEN_BREATHS = 8;
const FIRST_RETRY_MS = 5;
const MAX_RETRY_MS = 5_000;
/** Failed turns after which those who wait are told. */
const PATIENCE = 5;

export class LiveExecution {
  readonly executionArn: string;
  readonly #host: ExecutionHost;
  readonly #ledger: Ledger;
  readonly #tasks: TasksInFlight;
  readonly #dispatch: CommandDispatch;
  #mailbox: Mail[] = [];
  #fold: Fold | undefined;
  /** A commit whose fate is unknown. */
  #doubt: Doubt | undefined;
  #mustDispatch = false;
  #failures = 0;
  #isOver = false;
  #isBusy = false;
  #running: Promise<void> | undefined;
  #whenDispatched: (() => void)[] = [];
  #cutPause: () => void = () => {};

  constructor(executionArn: string, host: ExecutionHost, ledger: Ledger) {
    this.executionArn = executionArn;
    this.#host = host;
    this.#ledger = ledger;
    this.#tasks = new TasksInFlight(host.tasks, executionArn, (body, settle) => this.post({ body, settle }));
    this.#dispatch = new CommandDispatch({ executionArn, host, tasks: this.#tasks, isDurable: ledger.isDurable });
  }

  /** Makes it an execution that begins: there is nothing to load. */
  begin(machine: StateMachine, record: ExecutionRecord): void {
    const state = this.#host.interpreter.fold([]);
    this.#fold = { machine, state, record, length: 0, entries: 0, lastMs: record.startMs, wakeAtMs: undefined };
  }

  /** The latest durable record, if it is in memory. */
  get record(): ExecutionRecord | undefined {
    return this.#fold && this.#fold.length > 0 ? this.#fold.record : undefined;
  }

  /** Whether it can be dropped from memory and lose nothing but time. */
  get isIdle(): boolean {
    if (this.#isBusy || !this.#ledger.isDurable || this.#tasks.size > 0) return false;
    return !this.#fold || this.#host.interpreter.isIdle(this.#fold.state);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the mailbox is empty. */
  async rest(): Promise<void> {
    await this.#running;
  }

  awaitsTask(taskId: string): boolean {
    const state = this.#fold?.state;
    return state?.status === 'RUNNING' && this.#host.interpreter.awaitsTask(state, taskId);
  }

  post(mail: Mail): void {
    if (this.#isOver) {
      mail.settle?.('Unchanged');
      return;
    }
    this.#mailbox.push(mail);
    this.#run();
  }

  /** Loads it if need be, and dispatches all that is outstanding; `done` is called then, or when there is nothing to dispatch. */
  wake(done?: () => void): void {
    if (done) this.#whenDispatched.push(done);
    this.#mustDispatch = true;
    if (this.#isOver) this.#tellDispatched();
    else this.#run();
  }

  /** For an engine that closes: aborts what is outside, and waits for nothing but the disk; no end is recorded. */
  release(): void {
    this.#tasks.retain(new Set());
    this.#cutPause();
  }

  /** Lets go of everything, without an end: the execution stays on disk as it is. */
  abandon(error: unknown): void {
    this.#isOver = true;
    this.#doubt = undefined;
    this.#tasks.retain(new Set());
    for (const mail of this.#mailbox.splice(0)) mail.reject?.(error);
  }

  #run(): void {
    if (this.#isBusy || this.#host.isClosed) return;
    this.#isBusy = true;
    this.#running = this.#turns();
  }

  async #turns(): Promise<void> {
    for (let turns = 1; this.#hasWork(); turns++) {
      try {
        await this.#turn();
        this.#failures = 0;
        // Where there is no disk to wait for, a busy execution would keep everybody else waiting.
        if (turns % TURNS_BETWEEN_BREATHS === 0) await this.#host.breathe();
      } catch (error) {
        await this.#failed(error);
      }
    }
    this.#isBusy = false;
    this.#running = undefined;
    if (this.#isOver) this.#tellDispatched();
    this.#host.rested(this);
  }

  #hasWork(): boolean {
    if (this.#host.isClosed || this.#isOver) return false;
    return this.#mailbox.length > 0 || this.#mustDispatch || this.#doubt !== undefined;
  }

  async #turn(): Promise<void> {
    const fold = this.#fold ?? (await this.#load());
    if (!fold) return;
    if (this.#mustDispatch) this.#dispatchOutstanding(fold);
    const batch = this.#mailbox.splice(0, MAX_BATCH);
    if (batch.length === 0) return;
    const turn = await this.#transition(fold, batch).catch((error) => this.#crashedTurn(fold, batch, error));
    if (turn.history.length === 0) {
      for (const mail of batch) mail.settle?.('Unchanged');
      if (turn.state.status !== 'RUNNING') this.#end();
      return;
    }
    await this.#commit(fold, batch, turn);
  }

  async #transition(fold: Fold, batch: Mail[]): Promise<Turn> {
    const history: JournalEvent[] = [];
    const commands: Command[] = [];
    const changed = new Set<Mail>();
    let { state, lastMs } = fold;
    for (const [index, mail] of batch.entries()) {
      if (history.length > MAX_BATCH_EVENTS) {
        this.#mailbox.unshift(...batch.splice(index));
        break;
      }
      lastMs = Math.max(lastMs, this.#host.clock.now());
      const stepping = this.#step(fold.machine, state, mail.body, lastMs);
      const step = stepping instanceof Promise ? await stepping : stepping;
      if (step.history.length > 0) changed.add(mail);
      for (const entry of step.history) history.push(entry);
      for (const command of step.commands) commands.push(command);
      state = step.state;
    }
    const isRunning = state.status === 'RUNNING';
    const dueMs = isRunning ? (this.#host.interpreter.nextDueMs(state) ?? null) : null;
    const idle = isRunning && this.#host.interpreter.isIdle(state);
    return { state, history, commands, changed, lastMs, dueMs, idle };
  }

  /** The bug shows outside of `transition`: the execution fails as it stood before the batch. */
  #crashedTurn(fold: Fold, batch: readonly Mail[], error: unknown): Turn {
    const lastMs = Math.max(fold.lastMs, this.#host.clock.now());
    const { state, history } = this.#crash(fold.state, lastMs, batch[0]!.body, error);
    const changed = new Set(batch);
    return { state, history: [...history], commands: [], changed, lastMs, dueMs: null, idle: false };
  }

  #step(machine: StateMachine, state: ExecutionState, body: ActivationBody, time: number): Step | Promise<Step> {
    if (state.status !== 'RUNNING' && body.type !== 'RedriveRequested' && body.type !== 'ExecutionStarted') {
      return { history: [], state, commands: [] };
    }
    const crash = (error: unknown): Step => this.#crash(state, time, body, error);
    try {
      const seed = this.#host.nextSeed();
      const absentActivities = this.#host.machines.absentActivities?.(machine) ?? [];
      const surroundings = absentActivities.length === 0 ? { time, seed } : { time, seed, absentActivities };
      const step = this.#host.interpreter.transition(machine, state, { ...surroundings, ...body });
      return step instanceof Promise ? step.catch(crash) : step;
    } catch (error) {
      return crash(error);
    }
  }

  #crash(state: ExecutionState, time: number, body: ActivationBody, error: unknown): Step {
    this.#host.logger.error('An execution met a bug in Stepwell and was failed', {
      executionArn: this.executionArn,
      activation: body.type,
      error,
      stack: error instanceof Error ? error.stack : undefined,
    });
    const cause = `Internal error: ${error instanceof Error ? error.message : String(error)}`;
    return crashStep(this.#host.interpreter, state, time, cause);
  }

  async #commit(fold: Fold, batch: readonly Mail[], turn: Turn): Promise<void> {
    const { executionArn } = this;
    const { state, history, dueMs, idle } = turn;
    // A redrive that fails at once ends as it was, and yet is news.
    const isRedriven = state.redriveCount !== fold.state.redriveCount;
    const isNews = fold.length === 0 || isRedriven || state.status !== fold.state.status;
    const record = isNews ? updatedRecord(fold.record, state) : undefined;
    const wakeAtMs = dueMs === fold.wakeAtMs ? undefined : dueMs;
    try {
      const step = { executionArn, expectedLength: fold.length, history, record, wakeAtMs, idle };
      await this.#write(step, turn.commands);
    } catch (error) {
      this.#fold = undefined;
      this.#doubt = { batch, turn, entries: fold.entries, error };
      throw error;
    }
    this.#fold = {
      machine: fold.machine,
      state,
      record: record ?? fold.record,
      length: fold.length + 1,
      entries: fold.entries + history.length,
      lastMs: turn.lastMs,
      wakeAtMs: dueMs,
    };
    this.#dispatch.dispatch(this.#fold, turn.commands);
    this.#acknowledge(batch, turn, record);
  }

  async #write(step: StepCommit, commands: readonly Command[]): Promise<void> {
    if (!this.#ledger.isDurable || !commands.some(isJobCancellation)) return this.#ledger.commit(step);
    // In one tick, and thus in one transaction; the cancellations first.
    await Promise.all([this.#host.jobCancellations.write(step.executionArn, commands), this.#ledger.commit(step)]);
  }

  /** Tells everybody of what is durable now. */
  #acknowledge(batch: readonly Mail[], turn: Turn, record: ExecutionRecord | undefined): void {
    for (const mail of batch) {
      const isApplied = turn.changed.has(mail);
      if (isApplied && (mail.body.type === 'TaskSucceeded' || mail.body.type === 'TaskFailed')) {
        this.#tasks.forget(mail.body.taskId);
      }
      mail.settle?.(isApplied ? 'Applied' : 'Unchanged');
    }
    this.#host.committed(this.executionArn, turn.history, record);
    if (turn.state.status !== 'RUNNING') this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#dispatch.letGo();
    for (const mail of this.#mailbox.splice(0)) mail.settle?.('Unchanged');
  }

  #dispatchOutstanding(fold: Fold): void {
    this.#mustDispatch = false;
    const fired = this.#mailbox.flatMap(({ body }) => (body.type === 'TimerFired' ? [body.timerId] : []));
    this.#dispatch.dispatchOutstanding(fold, new Set(fired));
    this.#tellDispatched();
  }

  #tellDispatched(): void {
    for (const done of this.#whenDispatched.splice(0)) done();
  }

  /** Folds the ledger's history; `undefined` when there is no such execution, or it has ended. */
  async #load(): Promise<Fold | undefined> {
    const stored = await this.#ledger.read();
    // What an Express execution leaves in the journal is not a history to resume.
    if (!stored || (this.#ledger.isDurable && stored.record.type === 'EXPRESS')) {
      this.#vanish();
      return undefined;
    }
    const fold = this.#tryToFold(stored);
    if (!fold) return undefined;
    this.#fold = fold;
    this.#mustDispatch = true;
    this.#resolveDoubt(fold, stored);
    if (!this.#isOver && fold.state.status !== 'RUNNING' && !this.#mailbox.some(isRedrive)) this.#end();
    return this.#isOver ? undefined : fold;
  }

  /** A history that this version cannot read stays on disk, untouched, for one that can. */
  #tryToFold(stored: StoredExecution): Fold | undefined {
    try {
      return this.#folded(stored);
    } catch (error) {
      this.#host.logger.error('An execution cannot be resumed; it stays on disk as it is', {
        executionArn: this.executionArn,
        error,
        stack: error instanceof Error ? error.stack : undefined,
      });
      const { batch } = this.#doubt ?? { batch: [] };
      this.#mailbox.unshift(...batch);
      this.abandon(error);
      return undefined;
    }
  }

  #folded({ history, length, record }: StoredExecution): Fold {
    const { interpreter, machines } = this.#host;
    const machine = machines.machine(record.revisionId);
    if (!machine) {
      throw new EngineError('DefinitionMissing', `The definition ${record.revisionId} of ${this.executionArn} is gone`);
    }
    const folded = interpreter.fold(history);
    // The record closes an execution even where the fold could not.
    const state = record.status === 'RUNNING' ? folded : { ...folded, status: record.status };
    const lastMs = history.findLast((entry) => entry.event)?.event?.timestamp ?? record.startMs;
    return { machine, state, record, length, entries: history.length, lastMs, wakeAtMs: undefined };
  }

  /** Either the commit in doubt is there, and only its acknowledgement was lost, or it is done again. */
  #resolveDoubt(fold: Fold, stored: StoredExecution): void {
    const doubt = this.#doubt;
    this.#doubt = undefined;
    if (!doubt) return;
    const { batch, turn, entries, error } = doubt;
    const written = stored.history.slice(entries, entries + turn.history.length);
    // A conflict says that nothing was written; what looks the same is another's: a second start of one name within a millisecond.
    const mayBeWritten = !(error instanceof JournalConflict);
    if (mayBeWritten && isDeepStrictEqual(written, parseExactJson(stringifyJson(turn.history)))) {
      const isNews = fold.state.status !== 'RUNNING' || entries === 0 || batch.some(isRedrive);
      this.#acknowledge(batch, turn, isNews ? fold.record : undefined);
      // All else that it ordered is outstanding, or no longer awaited.
      this.#dispatch.dispatch(fold, turn.commands.filter(isJobCancellation));
      return;
    }
    if (entries > 0) this.#mailbox.unshift(...batch);
    // Somebody else's start holds this name.
    else for (const mail of batch) mail.settle?.('Unchanged');
  }

  /** The ledger knows of no such execution: a start was not written, or the execution was removed. */
  #vanish(): void {
    const doubt = this.#doubt;
    this.#doubt = undefined;
    this.#isOver = true;
    this.#dispatch.letGo();
    for (const mail of doubt?.batch ?? []) mail.reject?.(doubt!.error);
    for (const mail of this.#mailbox.splice(0)) mail.settle?.('NotFound');
  }

  /** Waits a little before the ledger is asked again; tells those who can be told when it goes on. */
  async #failed(error: unknown): Promise<void> {
    this.#failures += 1;
    this.#mustDispatch = true;
    if (!(error instanceof JournalConflict)) {
      const attempt = this.#failures;
      this.#host.logger.warn('A step could not be made durable; trying again', {
        executionArn: this.executionArn,
        attempt,
        error,
      });
    }
    if (this.#failures === PATIENCE) this.#giveUpOnMail(error);
    // A conflict is news, not a failing disk: what is there now is read at once.
    if (error instanceof JournalConflict && this.#failures === 1) return;
    await this.#pause(Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), MAX_RETRY_MS));
  }

  /** Waits; not when the engine closes meanwhile. */
  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#host.clock.after(delayMs, resolve);
      this.#cutPause = () => {
        cancel();
        resolve();
      };
    });
  }

  #giveUpOnMail(error: unknown): void {
    const isKept = (mail: Mail): boolean => {
      mail.reject?.(error);
      return mail.reject === undefined;
    };
    this.#mailbox = this.#mailbox.filter(isKept);
    if (this.#doubt) this.#doubt = { ...this.#doubt, batch: this.#doubt.batch.filter(isKept) };
  }
}

/** What brings an execution that has ended back to life. */
function isRedrive({ body }: Mail): boolean {
  return body.type === 'RedriveRequested';
}
