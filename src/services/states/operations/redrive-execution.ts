import type { Operation } from '../../../gateway/operation.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist, executionNotRedrivable } from '../errors.ts';
import { obstacleToRedriveNow, redriveObstacle } from '../redrive-obstacle.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface RedriveExecutionInput {
  readonly executionArn: string;
  readonly clientToken?: string;
}

/** How long a client token makes a request a repetition. */
const TOKEN_LIFE_MS = 15 * 60_000;

/** Runs a failed execution again from what failed. A repeated request with the client token of an earlier one answers as that one did. */
export function redriveExecution(dependencies: StatesDependencies): Operation<RedriveExecutionInput> {
  const { engine } = dependencies;
  return async ({ executionArn, clientToken }) => {
    requireExecutionArn(executionArn);
    const record = await engine.describe(executionArn);
    if (!record) throw executionDoesNotExist(executionArn);
    const earlier = await earlierRedrive(dependencies, executionArn, clientToken);
    if (earlier) return earlier;
    const obstacle = await obstacleToRedriveNow(dependencies, record);
    if (obstacle !== undefined) throw executionNotRedrivable(obstacle);
    const redriven = await engine.redrive(executionArn, clientToken);
    if (redriven) return { redriveDate: new Date(redriven.redriveMs ?? redriven.startMs) };
    // Somebody else was quicker: perhaps this very request, sent twice.
    const now = (await engine.describe(executionArn)) ?? record;
    const simultaneous = await earlierRedrive(dependencies, executionArn, clientToken);
    if (simultaneous) return simultaneous;
    throw executionNotRedrivable(redriveObstacle(dependencies, now) ?? 'Execution is RUNNING and cannot be redriven');
  };
}

async function earlierRedrive(
  { engine, clock }: StatesDependencies,
  executionArn: string,
  clientToken: string | undefined,
): Promise<{ readonly redriveDate: Date } | undefined> {
  if (clientToken === undefined) return undefined;
  const redriveMs = await engine.findRedrive(executionArn, clientToken);
  if (redriveMs === undefined || clock.now() - redriveMs > TOKEN_LIFE_MS) return undefined;
  return { redriveDate: new Date(redriveMs) };
}
