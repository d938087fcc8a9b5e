/** Checks a Task's `Resource`: an ARN of a function, an activity or an integration that the machine's type may use. */
import { isAwsIntegration } from './optimised-integrations.ts';
import { parseResource } from './parse-resource.ts';
import type { Place } from './place.ts';
import type { ServiceIntegration } from './state-machine.ts';
import type { Check, StateContext } from './validate-fields.ts';

const someArn = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/;

export const resource: Check = (value, place, context) => {
  if (typeof value !== 'string') {
    context.findings.error(place, 'Expected value of type [STRING]');
    return;
  }
  const ref = parseResource(value);
  if (ref === undefined) {
    if (someArn.test(value)) notRecognized(value, place, context);
    else context.findings.error(place, 'Value is not a valid resource ARN');
  } else if (ref.type === 'integration') checkIntegration(ref, place, context);
  else if (ref.type === 'activity' && context.machine.machineType === 'EXPRESS') {
    context.findings.error(place, 'Express state machine does not support Activity ARN');
  }
};

function checkIntegration(ref: ServiceIntegration, place: Place, context: StateContext): void {
  if (!isAwsIntegration(ref)) {
    notRecognized(ref.arn, place, context);
    return;
  }
  if (context.machine.machineType === 'EXPRESS' && ref.pattern === 'RUN_JOB') {
    context.findings.error(place, "Express state machine does not support '.sync' service integration");
  } else if (context.machine.machineType === 'EXPRESS' && ref.pattern === 'WAIT_FOR_TASK_TOKEN') {
    // AWS ends this sentence with a blank.
    context.findings.error(place, "Express state machine does not support '.waitForTaskToken' service integration ");
  }
  const verdict = context.machine.isKnownIntegration?.(ref) ?? true;
  if (verdict === false) notRecognized(ref.arn, place, context);
  // AWS has it: the definition is good. A run that gets there fails with the same words.
  else if (typeof verdict === 'string') context.findings.warning(place, verdict, 'UNSUPPORTED_INTEGRATION');
}

function notRecognized(arn: string, place: Place, context: StateContext): void {
  const why = 'The value is not a valid resource ARN, or the resource is not available in this region.';
  context.findings.error(place, `The resource provided ${arn} is not recognized. ${why}`);
}
