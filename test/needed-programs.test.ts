import { expect, test } from 'vitest';
import { awsCli, boto3, chromium, type NeededProgram, postgres, type Verdict, verdictOf } from './needed-programs.ts';

test.each<[name: string, isHere: boolean, environment: Record<string, string>, verdict: Verdict['type']]>([
  ['here', true, {}, 'run'],
  ['here, on CI', true, { CI: 'true' }, 'run'],
  ['here, and left out on purpose', true, { STEPWELL_SKIP_BROWSER: '1' }, 'leaveOut'],
  ['missing', false, {}, 'leaveOut'],
  ['missing, CI empty', false, { CI: '' }, 'leaveOut'],
  ['missing, CI denied', false, { CI: 'false' }, 'leaveOut'],
  ['missing, on CI', false, { CI: 'true' }, 'fail'],
  ['missing, on another CI', false, { CI: '1' }, 'fail'],
  ['missing, on CI, left out on purpose', false, { CI: 'true', STEPWELL_SKIP_BROWSER: '1' }, 'leaveOut'],
  ['missing, on CI, not left out', false, { CI: 'true', STEPWELL_SKIP_BROWSER: '0' }, 'fail'],
  ['missing, on CI, another left out', false, { CI: 'true', STEPWELL_SKIP_POSTGRES: '1' }, 'fail'],
])('a browser that is %s', (_name, isHere, environment, type) => {
  expect(verdictOf({ ...chromium, isHere: () => isHere }, environment).type).toBe(type);
});

test.each<[NeededProgram, install: string, skip: string]>([
  [chromium, 'apt-get install chromium', 'STEPWELL_SKIP_BROWSER=1'],
  [awsCli, 'pip install awscli', 'STEPWELL_SKIP_AWS_CLI=1'],
  [postgres, 'apt-get install postgresql', 'STEPWELL_SKIP_POSTGRES=1'],
  [boto3, 'pip install boto3', 'STEPWELL_SKIP_CONFORMANCE=1'],
])('$name: what is missing is named, with what to install and how to do without', (needed, install, skip) => {
  const verdict = verdictOf({ ...needed, isHere: () => false }, { CI: 'true' });
  expect(verdict).toEqual({ type: 'fail', why: expect.stringMatching(/^NOT TESTED: /) });
  expect(verdict).toHaveProperty('why', expect.stringContaining(`There is no ${needed.name} here: ${install}`));
  expect(verdict).toHaveProperty('why', expect.stringContaining(skip));
});
