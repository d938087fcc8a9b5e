/** What the demo says in the end: figures, where everything is, and lines to paste into a shell. Pure. */
import { counted } from '../map-run-progress.ts';
import { environment } from './env.ts';

export interface WireMail {
  readonly id: string;
  readonly subject: string;
  readonly to: readonly string[];
}

/** The output of both state machines. */
export interface BatchResult {
  readonly bucket: string;
  readonly mergedKey: string;
  readonly errorsKey: string;
  readonly rows: number;
  readonly written: number;
  readonly rejected: number;
  readonly messageId: string;
}

export interface Report {
  readonly url: string;
  readonly executionArn: string;
  readonly durationMs: number;
  readonly result: BatchResult;
  readonly mail: WireMail | undefined;
  readonly errorTable: string;
}

export function reportText(report: Report): string {
  const { url, executionArn, durationMs, result, mail, errorTable } = report;
  const { bucket, mergedKey, errorsKey, rows, written, rejected } = result;
  const run = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  const rate = Math.round(rows / (durationMs / 1_000));
  const query = `--key-condition-expression 'Run = :run' --expression-attribute-values '{":run": {"S": "${run}"}}'`;
  const exports = Object.entries(environment(url)).map(([name, value]) => `${name}=${value}`);
  return [
    `${counted(rows)} rows in ${(durationMs / 1_000).toFixed(1)} s (${counted(rate)} rows/s): ${counted(written)} merged, ${counted(rejected)} rejected`,
    '',
    `Merged file   ${url}/${bucket}/${mergedKey}`,
    `Error report  ${url}/${bucket}/${errorsKey}   (and table ${errorTable})`,
    mail ? `Mail          ${url}/_stepwell/mail/${mail.id}   "${mail.subject}", to ${mail.to.join(', ')}` : '',
    `Console       ${url}/_stepwell/console/`,
    `Execution     ${executionArn}`,
    '',
    'With the AWS CLI, in another terminal:',
    '',
    `  export ${exports.join(' ')}`,
    `  aws s3 cp s3://${bucket}/${mergedKey} merged.csv`,
    `  aws s3 cp s3://${bucket}/${errorsKey} errors.csv`,
    `  aws dynamodb query --table-name ${errorTable} --max-items 3 ${query}`,
    `  aws stepfunctions describe-execution --execution-arn ${executionArn}`,
    `  aws stepfunctions list-executions --state-machine-arn ${executionArn.replace(/:execution:([^:]+):.*$/, ':stateMachine:$1')}`,
  ]
    .filter((line, at, lines) => line !== '' || lines[at - 1] !== '')
    .join('\n');
}
