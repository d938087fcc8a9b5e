/** What requests that deploy have in common: parameters, tags, capabilities, and what happens when it fails. */
import { insufficientCapabilities, validationError } from './cloudformation-errors.ts';
import type { StackOrder, StackTag, StackView, SummaryView } from './stack-port.ts';

export interface ParameterInput {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean;
}

export interface DeployInput {
  readonly Parameters?: readonly ParameterInput[];
  readonly Tags?: readonly StackTag[];
  readonly Capabilities?: readonly string[];
  readonly NotificationARNs?: readonly string[];
  readonly RoleARN?: string;
  readonly ResourceTypes?: readonly string[];
  readonly RollbackConfiguration?: {
    readonly RollbackTriggers?: readonly unknown[];
    readonly MonitoringTimeInMinutes?: number;
  };
}

/** A parameter that is left out or kept has its previous value; the defaults of the template come last. */
export function parametersOf(
  inputs: readonly ParameterInput[] = [],
  existing: StackView | undefined,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { ParameterKey, ParameterValue, UsePreviousValue } of inputs) {
    if (ParameterKey === undefined) throw validationError('ParameterKey must be specified for each parameter');
    if (UsePreviousValue) {
      if (ParameterValue !== undefined)
        throw validationError(
          `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
        );
      const before = existing?.parameters[ParameterKey];
      if (before === undefined)
        throw validationError(
          `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
        );
      values[ParameterKey] = Array.isArray(before) ? before.join(',') : String(before);
    } else values[ParameterKey] = ParameterValue ?? '';
  }
  return values;
}

/** @throws {ApiError} InsufficientCapabilitiesException */
export function requireCapabilities(
  given: readonly string[] = [],
  { capabilities, transforms }: SummaryView,
  isDirect: boolean,
): void {
  const has = (capability: string): boolean =>
    given.includes(capability) || (capability === 'CAPABILITY_IAM' && given.includes('CAPABILITY_NAMED_IAM'));
  // A change set shows what a transform makes before it is executed.
  const needed = isDirect && transforms.length > 0 ? [...capabilities, 'CAPABILITY_AUTO_EXPAND'] : capabilities;
  const missing = needed.filter((capability) => !has(capability));
  if (missing.length > 0) throw insufficientCapabilities(missing);
}

/** What is recorded of a request beside its template. What would steer a deployment otherwise is refused. */
export function settingsOf(input: DeployInput): NonNullable<StackOrder['settings']> {
  const { Capabilities = [], NotificationARNs = [], RoleARN, RollbackConfiguration, ResourceTypes } = input;
  if (NotificationARNs.length > 0) throw validationError('NotificationARNs are not supported by Stepwell');
  if ((RollbackConfiguration?.RollbackTriggers ?? []).length > 0)
    throw validationError('RollbackTriggers are not supported by Stepwell');
  if (ResourceTypes !== undefined) throw validationError('ResourceTypes are not supported by Stepwell');
  return { capabilities: Capabilities, ...(RoleARN !== undefined && { roleArn: RoleARN }) };
}
