/** Puts the runner together: a pool for each revision of a function, one budget of processes, one guardian, one watch over memory. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { EngineError } from '../runtime/engine-error.ts';
import { FunctionPool } from './function-pool.ts';
import type { FunctionRunner, FunctionSpec, Invocation, InvocationResult, LogLine } from './function-runner.ts';
import { MemoryWatch } from './memory-watch.ts';
import { ProcessBudget } from './process-budget.ts';
import { arnField, type HandlerCredentials } from './process-environment.ts';
import { ProcessGuardian } from './process-guardian.ts';
import { ProcessorLoad } from './processor-load.ts';
import { PythonCommand } from './python-command.ts';
import { runtimeKind } from './runtimes.ts';
import { startProcess } from './start-process.ts';
import type { WarmProcess } from './warm-process.ts';

export interface FunctionRunnerOptions {
  /** The server's environment, of which handlers see only the path, the home, the language and the like. */
  readonly inheritedEnvironment: Readonly<Record<string, string | undefined>>;
  /** Where handlers find this server, asked whenever a process starts; absent: handlers are given no endpoint. */
  readonly endpointUrl?: () => string | undefined;
  /** By account; by default the account's id is the access key. */
  readonly credentials?: (account: string) => HandlerCredentials;
  /** Every line of every function's log, in order. Must not throw and must not block. */
  readonly onLog?: (line: LogLine) => void;
  /** Processes of one function at once. Default 40, the width of an inline Map. */
  readonly maxConcurrency?: number;
  /** Processes of all functions at once. Default 100. */
  readonly maxProcesses?: number;
  /** Processes of one function that start without evidence of slow handlers. Default: two a core. */
  readonly eagerProcesses?: number;
  /** An idle process ends after so long. Default: one minute. */
  readonly idleMs?: number;
  /** Output of one invocation that is kept, in characters. Default: one million. */
  readonly maxInvocationLogChars?: number;
  /** Default: the Node that runs this server. */
  readonly nodePath?: string;
  /** Default: `python3` of the path. */
  readonly pythonPath?: string;
  readonly clock?: Clock;
}

const GROW_AFTER_MS = 10;

export function createFunctionRunner(options: FunctionRunnerOptions): FunctionRunner {
  return new PooledFunctionRunner(options);
}

class PooledFunctionRunner implements FunctionRunner {
  readonly #options: FunctionRunnerOptions;
  readonly #clock: Clock;
  readonly #guardian = new ProcessGuardian();
  readonly #memoryWatch: MemoryWatch;
  readonly #load = new ProcessorLoad();
  readonly #python: PythonCommand;
  readonly #budget: ProcessBudget;
  /** The pool of the newest revision, by ARN and version. */
  readonly #current = new Map<string, FunctionPool>();
  /** Also those of older revisions that still have work. */
  readonly #pools = new Set<FunctionPool>();
  #isStopped = false;

  constructor(options: FunctionRunnerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#memoryWatch = new MemoryWatch(this.#clock);
    this.#python = new PythonCommand(options.pythonPath ?? 'python3', options.inheritedEnvironment);
    this.#budget = new ProcessBudget(
      options.maxProcesses ?? 100,
      () => this.#endOldestIdle(),
      () => {
        for (const pool of this.#pools) pool.grow();
      },
    );
  }

  async invoke(invocation: Invocation): Promise<InvocationResult> {
    if (this.#isStopped) throw new EngineError('FUNCTIONS_STOPPED', 'The function runner has stopped.');
    const kind = runtimeKind(invocation.spec.runtime);
    if (kind === undefined) {
      throw new EngineError(
        'RUNTIME_NOT_SUPPORTED',
        `Expected a runtime of Node (18 or later), Python 3 or provided.*, but ${invocation.spec.functionName} has ${invocation.spec.runtime}.`,
      );
    }
    if (kind === 'python') await this.#python.resolve();
    return this.#pool(invocation.spec).invoke(invocation);
  }

  async drain(functionName: string): Promise<void> {
    const ending: Promise<void>[] = [];
    for (const [key, pool] of this.#current) {
      if (pool.spec.functionName === functionName) this.#current.delete(key);
    }
    for (const pool of this.#pools) {
      if (pool.spec.functionName === functionName) ending.push(pool.retire());
    }
    await Promise.all(ending);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const reason = new EngineError('FUNCTIONS_STOPPED', 'The function runner has stopped.');
    await Promise.all([...this.#pools].map((pool) => pool.stop(reason)));
    this.#memoryWatch.stop();
    this.#guardian.stop();
  }

  #pool(spec: FunctionSpec): FunctionPool {
    const key = `${spec.functionArn}|${spec.version}`;
    const current = this.#current.get(key);
    if (current?.spec.revisionId === spec.revisionId && current.spec.concurrency === spec.concurrency) return current;
    const pool = this.#createPool(spec);
    this.#current.set(key, pool);
    this.#pools.add(pool);
    if (current) void current.retire();
    return pool;
  }

  #createPool(spec: FunctionSpec): FunctionPool {
    const { maxConcurrency = 40, idleMs = 60_000, eagerProcesses = 2 * availableParallelism() } = this.#options;
    const pool: FunctionPool = new FunctionPool({
      spec,
      maxProcesses: maxConcurrency,
      eagerProcesses,
      maxStarting: availableParallelism(),
      growAfterMs: GROW_AFTER_MS,
      isSaturated: (nowMs) => this.#load.isSaturated(nowMs),
      idleMs,
      clock: this.#clock,
      budget: this.#budget,
      start: () => this.#start(spec),
      onEmpty: () => this.#pools.delete(pool),
    });
    return pool;
  }

  #endOldestIdle(): void {
    let oldest: FunctionPool | undefined;
    for (const pool of this.#pools) {
      if (pool.hasIdle && (!oldest || pool.idleSinceMs < oldest.idleSinceMs)) oldest = pool;
    }
    oldest?.endOldestIdle();
  }

  #start(spec: FunctionSpec): WarmProcess {
    const { inheritedEnvironment, endpointUrl, credentials = defaultCredentials } = this.#options;
    const endpoint = endpointUrl?.();
    return startProcess(spec, {
      clock: this.#clock,
      guardian: this.#guardian,
      memoryWatch: this.#memoryWatch,
      nodePath: this.#options.nodePath ?? process.execPath,
      pythonPath: this.#python.path,
      environment: {
        inherited: inheritedEnvironment,
        ...(endpoint === undefined ? {} : { endpointUrl: endpoint }),
        credentials: credentials(arnField(spec.functionArn, 4)),
      },
      maxInvocationLogChars: this.#options.maxInvocationLogChars ?? 1_000_000,
      sink: this.#options.onLog ?? (() => {}),
      logStreamId: randomBytes(16).toString('hex'),
    });
  }
}

function defaultCredentials(account: string): HandlerCredentials {
  return { accessKeyId: account, secretAccessKey: 'stepwell', sessionToken: 'stepwell' };
}
