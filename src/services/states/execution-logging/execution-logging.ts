/**
 * Writes executions to their CloudWatch Logs groups as their machines' logging configuration asks.
 *
 * X1 An execution never waits for its log, nor fails because of it: delivery is best effort, as at AWS. X2 Lines of one execution are in the
 * order of its history. X3 An execution logs by the configuration of the revision that it runs; one that was taken up after a restart logs by
 * that of its machine now. X4 A group that does not exist is not made.
 */
import type { Engine, ExecutionChange } from '../../../engine/engine.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Ids } from '../../../runtime/ids.ts';
import type { ExecutionRecord } from '../../../store/journal.ts';
import type { LogTarget } from '../../logs/log-writer.ts';
import type { LogsService } from '../../logs/logs-service.ts';
import type { LoggingConfiguration } from '../configuration.ts';
import type { StateMachineStore } from '../state-machine-store.ts';
import { isLogged } from './log-level.ts';
import { logRecord } from './log-record.ts';

export interface ExecutionLoggingOptions {
  readonly engine: Pick<Engine, 'watch'>;
  readonly store: StateMachineStore;
  readonly logs: Pick<LogsService, 'writer' | 'hasGroup'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Known {
  readonly logging: LoggingConfiguration;
  readonly redriveCount: number;
}

interface OpenStream {
  readonly name: string;
  readonly sinceMs: number;
}

/** What is known of running executions; of more than these the machine is asked. */
const MAX_KNOWN = 10_000;
const STREAM_LIFE_MS = 3_600_000;
const GROUP_ARN = /^arn:[a-z-]+:logs:([a-z0-9-]+):([0-9]{12}):log-group:([^:*]+):\*$/;
const EXECUTION_ARN = /^(arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}):(?:execution|express):([^:/]+)/;

/** Returns the way to stop. Begin before the engine recovers, so that nothing is missed. */
export function startExecutionLogging(options: ExecutionLoggingOptions): () => void {
  const logging = new ExecutionLogging(options);
  return options.engine.watch((change) => logging.write(change));
}

class ExecutionLogging {
  readonly #options: ExecutionLoggingOptions;
  readonly #known = new Map<string, Known>();
  /** By group and machine. */
  readonly #streams = new Map<string, OpenStream>();

  constructor(options: ExecutionLoggingOptions) {
    this.#options = options;
  }

  write({ executionArn, events, record }: ExecutionChange): void {
    const { logging, redriveCount } = record ? this.#learn(record) : this.#recall(executionArn);
    if (logging.level === undefined || logging.level === 'OFF') return;
    const chosen = events.filter(({ type }) => isLogged(logging.level, type));
    const target = chosen.length > 0 ? this.#target(logging, executionArn) : undefined;
    if (!target) return;
    const context = { executionArn, redriveCount, includeExecutionData: logging.includeExecutionData ?? false };
    for (const event of chosen) {
      this.#options.logs.writer.write(target, { timestampMs: event.timestamp, message: logRecord(event, context) });
    }
  }

  #learn({ executionArn, revisionId, redriveCount, status }: ExecutionRecord): Known {
    const known = { logging: this.#options.store.revision(revisionId).logging, redriveCount };
    this.#known.delete(executionArn);
    if (status !== 'RUNNING') return known;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(executionArn, known);
    return known;
  }

  #recall(executionArn: string): Known {
    const known = this.#known.get(executionArn);
    if (known) return known;
    const { store } = this.#options;
    const [, prefix, name] = EXECUTION_ARN.exec(executionArn) ?? [];
    const machine = store.machines.get(`${prefix}:stateMachine:${name}`);
    return { logging: machine ? store.revision(machine.revisionKey).logging : {}, redriveCount: 0 };
  }

  #target({ destinations = [] }: LoggingConfiguration, executionArn: string): LogTarget | undefined {
    const arn = destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn ?? '';
    const [, region, account, group] = GROUP_ARN.exec(arn) ?? [];
    const machine = EXECUTION_ARN.exec(executionArn)?.[2];
    if (region === undefined || account === undefined || group === undefined || machine === undefined) return undefined;
    if (!this.#options.logs.hasGroup({ region, account }, group)) return undefined;
    return { region, account, group, stream: this.#stream(arn, machine) };
  }

  /** AWS's writers open a stream of their own for a machine, and a new one from time to time. */
  #stream(groupArn: string, machine: string): string {
    const { clock, ids } = this.#options;
    const key = `${groupArn} ${machine}`;
    const nowMs = clock.now();
    const open = this.#streams.get(key);
    if (open && nowMs - open.sinceMs < STREAM_LIFE_MS) return open.name;
    const minute = new Date(nowMs).toISOString().slice(0, 16).replace(/[T:]/g, '-');
    const name = `states/${machine}/${minute}/${ids.uuid().slice(0, 8)}`;
    this.#streams.set(key, { name, sinceMs: nowMs });
    return name;
  }
}
