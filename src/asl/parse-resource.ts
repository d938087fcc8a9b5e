/** Reads the ARN in a Task's `Resource`. */
import type { IntegrationPattern, ResourceRef, ServiceIntegration } from './state-machine.ts';

const lambdaArn = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+(:[^:]+)?$/;
const activityArn = /^arn:[^:]+:states:[^:]+:[^:]+:activity:[^:]+$/;
const integrationArn =
  /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[A-Za-z0-9-]+):([A-Za-z0-9]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;

const patterns: Readonly<Record<string, IntegrationPattern>> = {
  '.sync': 'RUN_JOB',
  '.sync:2': 'RUN_JOB',
  '.waitForTaskToken': 'WAIT_FOR_TASK_TOKEN',
};

/** Undefined when the text is not the ARN of anything that a Task can call. */
export function parseResource(arn: string): ResourceRef | undefined {
  if (lambdaArn.test(arn)) return { type: 'lambda', arn };
  if (activityArn.test(arn)) return { type: 'activity', arn };
  return parseIntegration(arn);
}

function parseIntegration(arn: string): ServiceIntegration | undefined {
  const match = integrationArn.exec(arn);
  if (match === null) return undefined;
  const [, service = '', action = '', suffix = ''] = match;
  return {
    type: 'integration',
    arn,
    service,
    action,
    pattern: patterns[suffix] ?? 'REQUEST_RESPONSE',
    ...(suffix === '.sync:2' && { version: 2 as const }),
    resourceType: service,
    resource: `${action}${suffix}`,
  };
}
