/** What the engine does for map runs, and what executions ask of them. */
import type { Limits } from '../asl/limits.ts';
import type { ActivationBody } from '../interpreter/step.ts';
import type { ChildRedrive, ChildRequest, MapRunHost, MapRuns } from '../map-run/map-runs.ts';
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
    async redrive(executionArn) {
      const { obstacle } = await redriveOf(engine, executionArn, host.clock.now(), limits);
      return obstacle === undefined ? engine.redrive(executionArn) : undefined;
    },
    redriveOf: (executionArn) => redriveOf(engine, executionArn, host.clock.now(), limits),
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

/** What AWS would not attempt again is not redriven: then its last error stays, and counts. */
async function redriveOf(engine: Engine, executionArn: string, nowMs: number, limits: Limits): Promise<ChildRedrive> {
  const record = await engine.describe(executionArn);
  if (!record) return { count: 0 };
  const { redriveCount: count, status, startMs, stopMs = nowMs } = record;
  const cannot = (obstacle: string): ChildRedrive => ({ count, obstacle });
  if (status === 'SUCCEEDED' || status === 'RUNNING') return cannot(`Execution is ${status} and cannot be redriven`);
  if (nowMs - stopMs > limits.redriveWindowMs) return cannot('Execution redrivable period exceeded');
  if (nowMs - startMs > limits.standardDurationMs) return cannot('Execution has exceeded the max execution time');
  const events = (await engine.history(executionArn))?.length ?? 0;
  return events < limits.historyEvents - 1 ? { count } : cannot('Execution history event limit exceeded');
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
