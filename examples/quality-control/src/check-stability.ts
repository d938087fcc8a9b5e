/** Lambda function of the Parallel state: checks for spikes and drift. */
import { checkStability } from './checks/stability.ts';
import { judge, limit } from './judge.ts';
import type { CheckResult, RunWithData } from './run.ts';

export function handler(run: RunWithData): Promise<CheckResult> {
  return judge(run, 'Stability', checkStability, {
    largestSpike: limit('LARGEST_SPIKE'),
    largestDriftPerDay: limit('LARGEST_DRIFT_PER_DAY'),
  });
}
