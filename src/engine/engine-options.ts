/** What an engine is made of. Only the journal, the machines and the connectors have no default. */
import type { Limits } from '../asl/limits.ts';
import type { ConnectorRegistry } from '../connectors/connector.ts';
import type { MapRunHost, MapRuns } from '../map-run/map-runs.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Journal } from '../store/journal.ts';
import type { Records } from '../store/records.ts';
import type { MachineSource } from './engine.ts';
import type { Interpreter } from './interpreter-port.ts';

export interface EngineOptions {
  readonly journal: Journal;
  /** Of the same store. Keeps what a crash must not lose beside the histories: without it a job that was left may go on. */
  readonly records?: Records;
  readonly machines: MachineSource;
  readonly connectors: ConnectorRegistry;
  /** Default: AWS's quotas. */
  readonly limits?: Limits;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly interpreter?: Interpreter;
  /** Seed of the next activation: an integer below 2^53. Default: random. */
  readonly nextSeed?: () => number;
  /** Lets other work have a turn. Default: one round of Node's event loop. */
  readonly breathe?: () => Promise<void>;
  /** Connector calls under way at once, over all executions. Default 10,000: what guards memory, not what shapes a workflow. */
  readonly maxTasksInFlight?: number;
  /** Looks every half minute for executions that another process left standing. Default true; a test that must see what slips through does without. */
  readonly sweeps?: boolean;
  /** Executions that only wait and are kept in memory all the same. Default 1,000. */
  readonly maxIdleInMemory?: number;
  /** Makes what runs distributed Maps. Without it they fail. */
  readonly mapRuns?: (host: MapRunHost) => MapRuns;
}
