/** Lambda function 6: the verdict. A stream passes if it passes all checks; the summary row and the message for people say which it did not. */
import type { CheckResult, RunWithData } from './run.ts';
import { updateSummary } from './summary-table.ts';

export interface Report {
  readonly Verdict: 'PASSED' | 'FAILED';
  readonly Text: string;
  readonly GroupID: string;
  readonly StreamID: string;
  readonly RunId: string;
  readonly StartTime: string;
  readonly Checks: readonly CheckResult[];
}

export async function handler(run: RunWithData & { Checks: readonly CheckResult[] }): Promise<Report> {
  const { GroupID, StreamID, RunId, StartTime, Checks } = run;
  const failed = Checks.filter((check) => !check.Pass);
  const Verdict = failed.length === 0 ? 'PASSED' : 'FAILED';
  await updateSummary(run, { TotalPass: failed.length === 0, Verdict });
  return { Verdict, Text: text(run, failed), GroupID, StreamID, RunId, StartTime, Checks };
}

function text({ GroupID, StreamID }: RunWithData, failed: readonly CheckResult[]): string {
  const stream = `${GroupID}/${StreamID}`;
  if (failed.length === 0) return `${stream} passed quality control`;
  const reasons = failed.map(
    ({ Check, Findings, Messages }) => `${Check.toLowerCase()} (${Findings} findings, the first: ${Messages[0]})`,
  );
  return `${stream} FAILED quality control: ${reasons.join('; ')}`;
}
