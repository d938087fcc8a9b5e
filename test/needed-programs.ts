/**
 * Programs that suites drive and that npm does not bring along: a browser, the AWS CLI, PostgreSQL, Python's boto3.
 *
 * N1 Nothing is left out in silence: where a program is missing, a test says so and what to install. N2 On CI that test fails. N3 A variable leaves
 * a suite out on purpose, on CI too; that test then says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findPostgres } from './examples/postgres-cluster.ts';

export interface NeededProgram {
  readonly name: string;
  /** What is not tested without it. */
  readonly suites: string;
  readonly install: string;
  /** Set to `1`, leaves those suites out on purpose. */
  readonly skipVariable: string;
  isHere(): boolean;
}

const answers = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

export const CHROMIUM = '/usr/bin/chromium';

export const chromium: NeededProgram = {
  name: 'Chromium',
  suites: 'the console in a browser',
  install: 'apt-get install chromium',
  skipVariable: 'STEPWELL_SKIP_BROWSER',
  isHere: () => existsSync(CHROMIUM),
};

export const awsCli: NeededProgram = {
  name: 'AWS CLI',
  suites: 'the AWS CLI, and the command lines of the READMEs',
  install: 'pip install awscli',
  skipVariable: 'STEPWELL_SKIP_AWS_CLI',
  isHere: () => answers('aws', '--version'),
};

export const postgres: NeededProgram = {
  name: 'PostgreSQL',
  suites: 'examples/random-mean/database',
  install: 'apt-get install postgresql',
  skipVariable: 'STEPWELL_SKIP_POSTGRES',
  isHere: () => findPostgres() !== undefined,
};

export const boto3: NeededProgram = {
  name: 'python3 with boto3',
  suites: 'the conformance corpus',
  install: 'pip install boto3',
  skipVariable: 'STEPWELL_SKIP_CONFORMANCE',
  isHere: () => answers('python3', '-c', 'import boto3'),
};

export type Verdict =
  | { readonly type: 'run' }
  | { readonly type: 'leaveOut'; readonly why: string }
  | { readonly type: 'fail'; readonly why: string };

export function verdictOf(needed: NeededProgram, environment: Readonly<Record<string, string | undefined>>): Verdict {
  const { name, suites, install, skipVariable } = needed;
  if (environment[skipVariable] === '1') {
    return { type: 'leaveOut', why: `NOT TESTED: ${suites}. ${skipVariable} leaves it out` };
  }
  if (needed.isHere()) return { type: 'run' };
  const why = `NOT TESTED: ${suites}. There is no ${name} here: ${install}, or leave it out by ${skipVariable}=1`;
  return { type: isCi(environment) ? 'fail' : 'leaveOut', why };
}

function isCi({ CI = '' }: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', 'false'].includes(CI);
}

/** Whether the suites of this file that need the program can run. Where they cannot, the file gets a test that says why. */
export function isUsable(needed: NeededProgram): boolean {
  const verdict = verdictOf(needed, process.env);
  if (verdict.type === 'run') return true;
  console.warn(`\n!!! ${verdict.why}\n`);
  test(`${needed.name} is here`, (context) => {
    if (verdict.type === 'leaveOut') context.skip(verdict.why);
    else expect.fail(verdict.why);
  });
  return false;
}
