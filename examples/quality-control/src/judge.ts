/** What the three checking functions have in common: read the stream, check it, write the details and the summary, answer in short. */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { putFindings } from './details-table.ts';
import type { Check } from './finding.ts';
import { parseStream } from './readings.ts';
import type { CheckResult, RunWithData } from './run.ts';
import { updateSummary } from './summary-table.ts';

const s3 = new S3Client({});
const MESSAGES = 3;

/** `name` begins the summary's attributes: `RangePass`, `RangeFindings`. */
export async function judge<Limits>(
  run: RunWithData,
  name: string,
  check: Check<Limits>,
  limits: Limits,
): Promise<CheckResult> {
  const { Bucket, Key, ETag } = run.Data;
  const object = await s3.send(new GetObjectCommand({ Bucket, Key, IfMatch: ETag }));
  const findings = check(parseStream(await object.Body!.transformToString()), limits);
  const pass = findings.length === 0;
  await putFindings(run, name, findings);
  await updateSummary(run, { [`${name}Pass`]: pass, [`${name}Findings`]: findings.length });
  const messages = findings
    .slice(0, MESSAGES)
    .map(({ at, message }) => (at === undefined ? message : `${at}: ${message}`));
  return { Check: name, Pass: pass, Findings: findings.length, Messages: messages };
}

/** A limit from the function's configuration. */
export function limit(name: string): number {
  const value = Number(process.env[name]);
  if (process.env[name] === undefined || !Number.isFinite(value))
    throw new Error(`the configuration's ${name} must be a number, but is ${process.env[name]}`);
  return value;
}
