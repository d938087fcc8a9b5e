/** What passes from state to state: the run, and where its data lies. */
import type { RunRequest } from './run-request.ts';

export interface Run extends RunRequest {
  /** The execution's name. */
  readonly RunId: string;
  /** Sort key of the summary: the time and the run, so that two runs of one moment stay apart. */
  readonly StartTime: string;
}

export interface RunWithData extends Run {
  /** The bytes that all checks judge: an object that changes in between is refused. */
  readonly Data: { readonly Bucket: string; readonly Key: string; readonly ETag: string };
}

export interface CheckResult {
  readonly Check: string;
  readonly Pass: boolean;
  readonly Findings: number;
  /** The first few findings in words. */
  readonly Messages: readonly string[];
}
