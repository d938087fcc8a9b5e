/** What the engine does for map runs, and what executions ask of them. */
import type { Limits } from '../asl/limits.ts';
import type { ActivationBody } from '../interpreter/step.ts';
import type { ChildRequest, MapRunHost, MapRuns } from '../map-run/map-runs.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import { childRevision, mapStateAt } from './child-machines.ts';
import type { Engine } from './engine.ts';
import type { ExecutionHost, MapRunOrders } from './execution-host.ts';

const PAGE = 200;

export interface ChildAccess {
  runExpress(request: ChildRequest, ended: (record: ExecutionRecord) => void): () => void;
  report(executionArn: string, body: ActivationBody): Promise<unknown>;
  awaits(executionArn: string, mapRunArn: string): Promise<boolean>;
}

export function mapRunHost(engine: Engine, host: ExecutionHost, limits: Limits, access: ChildAccess): MapRunHost {
  return {
    clock: host.clock,
    logger: host.logger,
    limits,
    breathe: host.breathe,
    runExpress: access.runExpress,
    async startStandard(request) {
      return (await engine.start(request)).record;
    },
    awaitEnd: (executionArn) => engine.awaitEnd(executionArn),
    redrive: (executionArn) => redriveChild(engine, executionArn, host.clock.now(), limits),
    async stop(executionArn) {
      await engine.stop(executionArn);
    },
    awaits: access.awaits,
    async *running(mapRunArn) {
      let after: string | undefined;
      do {
        const page = await engine.list({ mapRunArn, status: 'RUNNING' }, PAGE, after);
        yield* page.items;
        after = page.next;
      } while (after !== undefined);
    },
    async report(executionArn, body) {
      await access.report(executionArn, body);
    },
  };
}

/** Nothing where AWS would not attempt it again: then its last error stays, and counts. */
async function redriveChild(
  engine: Engine,
  executionArn: string,
  nowMs: number,
  { redriveWindowMs, historyEvents }: Limits,
): Promise<ExecutionRecord | undefined> {
  const { stopMs = nowMs } = (await engine.describe(executionArn)) ?? {};
  if (nowMs - stopMs > redriveWindowMs) return undefined;
  const events = (await engine.history(executionArn))?.length ?? 0;
  return events < historyEvents - 1 ? engine.redrive(executionArn) : undefined;
}

/** `fail` tells an execution that its map run cannot be. */
export function mapRunOrders(
  mapRuns: () => MapRuns | undefined,
  fail: (executionArn: string, body: ActivationBody) => void,
): MapRunOrders {
  return {
    start(parent, revisionId, machine, command) {
      const runs = mapRuns();
      const state = mapStateAt(machine, command.path);
      if (runs && state) {
        runs.start({ command, parent, revisionId: childRevision(revisionId, command.path), state });
        return;
      }
      const { mapRunId, redriveCount } = command;
      const cause = 'Distributed Maps cannot be run here';
      fail(parent.executionArn, { type: 'MapRunFailed', mapRunId, redriveCount, error: 'States.Runtime', cause });
    },
    cancel: (mapRunArn) => mapRuns()?.cancel(mapRunArn),
    retain: (executionArn, awaited) => mapRuns()?.retain(executionArn, awaited),
  };
}
