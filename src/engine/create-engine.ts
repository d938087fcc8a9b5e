/** Makes the engine that runs on the real interpreter, unless it is given another. */
import { DurableEngine } from './durable-engine.ts';
import type { Engine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';

/** An engine with its life: made, recovered, used, closed. */
export interface RunningEngine extends Engine {
  /** Resumes what the journal holds open, and starts the timers. Resolves when everything outstanding was dispatched. */
  recover(): Promise<void>;
  /** Lets steps under way become durable, aborts tasks in flight (they are made again after a restart) and lets go. The journal stays open. */
  close(): Promise<void>;
}

export function createEngine(options: EngineOptions): RunningEngine {
  return new DurableEngine(options);
}
