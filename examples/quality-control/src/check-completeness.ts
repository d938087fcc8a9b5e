/** Lambda function of the Parallel state: checks whether all readings are there. */
import { checkCompleteness } from './checks/completeness.ts';
import { judge, limit } from './judge.ts';
import type { CheckResult, RunWithData } from './run.ts';

export function handler(run: RunWithData): Promise<CheckResult> {
  return judge(run, 'Completeness', checkCompleteness, {
    intervalSeconds: limit('INTERVAL_SECONDS'),
    leastCompleteness: limit('LEAST_COMPLETENESS'),
    longestGapMinutes: limit('LONGEST_GAP_MINUTES'),
  });
}
