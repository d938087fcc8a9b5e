/** Checks targets before a rule takes them: an input that cannot be made, or a place that nothing can be sent to, is refused. */
import type { ApiError } from '../../gateway/operation.ts';
import { notSupported, validation } from './errors.ts';
import type { InputTransformer, Target } from './event-records.ts';
import { PREDEFINED, parseEventPath, replacePlaceholders } from './target-input.ts';

export type TargetKind = 'states' | 'lambda' | 'sqs' | 'sns' | 'logs' | 'events';

const ARN = /^arn:[a-z-]+:([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|):(.+)$/;
const RESOURCES: Readonly<Record<TargetKind, RegExp>> = {
  states: /^stateMachine:[^:]+(?::[^:]+)?$/,
  lambda: /^function:[^:]+(?::[^:]+)?$/,
  sqs: /^[^:/]+$/,
  sns: /^[^:/]+$/,
  logs: /^log-group:[^:*]+(?::\*)?$/,
  events: /^event-bus\/.+$/,
};
const OTHER_PARAMETERS = [
  'KinesisParameters',
  'RunCommandParameters',
  'EcsParameters',
  'BatchParameters',
  'HttpParameters',
  'RedshiftDataParameters',
  'SageMakerPipelineParameters',
  'AppSyncParameters',
] as const;

export interface TargetFailure {
  readonly TargetId: string;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** The service of a target's ARN; `undefined` for one that is not sent to. */
export function targetKind(arn: string): TargetKind | undefined {
  const [, service, , , resource] = ARN.exec(arn) ?? [];
  if (service === undefined || !Object.hasOwn(RESOURCES, service)) return undefined;
  return RESOURCES[service as TargetKind].test(resource!) ? (service as TargetKind) : undefined;
}

/** What is wrong with this target alone; the others of the call are taken. */
export function targetFailure(target: Target): TargetFailure | undefined {
  const { Id, Arn } = target;
  const fail = (message: string): TargetFailure => ({
    TargetId: Id,
    ErrorCode: 'ValidationException',
    ErrorMessage: message,
  });
  const service = ARN.exec(Arn)?.[1];
  if (service !== undefined && !Object.hasOwn(RESOURCES, service)) {
    return fail(notSupported(`Parameter ${Arn} is not valid. Reason: A target of the service ${service}`).message);
  }
  const kind = targetKind(Arn);
  if (kind === undefined) return fail(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  const isFifo = kind === 'sqs' && Arn.endsWith('.fifo');
  if (isFifo && !target.SqsParameters) return fail(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  if (kind === 'logs' && (target.Input !== undefined || target.InputPath !== undefined)) {
    return fail(
      `Input and InputPath are not valid forms of input for target ${Id}. The only valid form of input is InputTransformer.`,
    );
  }
  if (kind === 'states' && target.RoleArn === undefined) return fail(`RoleArn is required for target ${Arn}.`);
  return undefined;
}

/** What fails the whole call. @throws {ApiError} ValidationException */
export function checkTarget(target: Target): void {
  const { Id, Input, InputPath, InputTransformer: transformer } = target;
  if ([Input, InputPath, transformer].filter((value) => value !== undefined).length > 1) {
    throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Input !== undefined && !isJson(Input)) throw validation(`JSON syntax error in input for target ${Id}`);
  if (InputPath !== undefined && parseEventPath(InputPath) === undefined) {
    throw validation(`Invalid input path for target ${Id} : ${InputPath}`);
  }
  if (transformer) checkTransformer(Id, transformer);
  const deadLetterArn = target.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined && (targetKind(deadLetterArn) !== 'sqs' || deadLetterArn.endsWith('.fifo'))) {
    throw validation(`DeadLetterConfig of target ${Id} must be the ARN of a standard queue, got ${deadLetterArn}`);
  }
  for (const name of OTHER_PARAMETERS) if (name in target) throw notSupported(name);
}

function checkTransformer(id: string, { InputPathsMap: paths = {}, InputTemplate: template }: InputTransformer): void {
  for (const [name, path] of Object.entries(paths)) {
    if (parseEventPath(path) === undefined) throw validation(`Invalid input path for target ${id} : ${name}`);
    if (name.toLowerCase().startsWith('aws.')) {
      throw validation(`InputPathsMap for target ${id} contains the reserved name ${name}.`);
    }
  }
  const names = new Set<string>([...Object.keys(paths), ...PREDEFINED]);
  const sample = replacePlaceholders(template, (name, isQuoted) => {
    if (!names.has(name)) throw invalidTemplate(id, `contains the placeholder <${name}>, which is not defined`);
    return isQuoted ? 'x' : '"x"';
  });
  // Several lines, each a text of its own, are what templates of plain text are.
  const isText = sample.split('\n').every((line) => line.trim() === '' || isJson(line));
  if (!isText && !isJson(sample)) throw invalidTemplate(id, 'is not JSON once its placeholders are filled');
}

const invalidTemplate = (id: string, problem: string): ApiError =>
  validation(`Invalid InputTemplate for target ${id} : ${problem}`);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
