/** Lambda function of the Parallel state: checks whether every reading is a possible one. */
import { checkRange } from './checks/range.ts';
import { judge, limit } from './judge.ts';
import type { CheckResult, RunWithData } from './run.ts';

export function handler(run: RunWithData): Promise<CheckResult> {
  return judge(run, 'Range', checkRange, { lowest: limit('LOWEST'), highest: limit('HIGHEST') });
}
