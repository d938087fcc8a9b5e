/** How a function's asynchronous invocations are tried again, and who hears of their ends. */
import type { ApiError } from '../../gateway/operation.ts';
import type { RecordCollection } from '../../store/records.ts';
import { functionArn, parseFunctionAddress } from './function-address.ts';
import { type Caller, type FunctionStore, functionKey } from './function-store.ts';
import { invalidParameter, resourceNotFound } from './lambda-errors.ts';

export interface EventInvokeConfig {
  readonly functionArn: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly modifiedMs: number;
}

export type EventInvokeConfigs = RecordCollection<EventInvokeConfig>;

export const EVENT_INVOKE_CONFIGS = 'lambda.eventInvokeConfigs';

export interface EventInvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

const DESTINATION = /^arn:[^:]+:(?:sqs|sns|lambda|events):[^:]*:\d{12}:.+$/;

export function eventInvokeKey(place: Caller, name: string, qualifier = '$LATEST'): string {
  return `${functionKey({ ...place, name })}/${qualifier}`;
}

/** A function that comes later under the same name has none of these. Without a qualifier: those of all its versions and aliases. */
export async function forgetEventInvokes(
  configs: EventInvokeConfigs,
  record: Caller & { readonly name: string },
  qualifier?: string,
): Promise<void> {
  if (qualifier !== undefined) {
    await configs.delete(eventInvokeKey(record, record.name, qualifier));
    return;
  }
  const prefix = eventInvokeKey(record, record.name, '');
  await Promise.all(configs.list({ prefix }).map(({ key }) => configs.delete(key)));
}

/** Of all its versions and aliases, in the order of their qualifiers. */
export function configsOf(
  configs: EventInvokeConfigs,
  record: Caller & { readonly name: string },
): readonly EventInvokeConfig[] {
  return configs.list({ prefix: eventInvokeKey(record, record.name, '') }).map(({ value }) => value);
}

type Addressed = Pick<EventInvokeInput, 'FunctionName' | 'Qualifier'>;

interface Place {
  readonly key: string;
  readonly arn: string;
}

/** Where the configuration of a function's version or alias is kept, if there is one. */
export function placeOf(store: FunctionStore, { FunctionName, Qualifier }: Addressed, caller: Caller): Place {
  const address = parseFunctionAddress(FunctionName, Qualifier);
  const owner = store.find(address, caller) ?? { ...caller, ...address };
  const { qualifier = '$LATEST' } = address;
  return { key: eventInvokeKey(owner, owner.name, qualifier), arn: functionArn(owner, qualifier) };
}

/** Where a new one goes. @throws {ApiError} if there is no such function, version or alias, or nothing is configured. */
export function placeFor(store: FunctionStore, input: EventInvokeInput, caller: Caller): Place {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  if ((MaximumRetryAttempts ?? MaximumEventAgeInSeconds ?? DestinationConfig) === undefined) {
    throw invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  if (!store.findQualified(parseFunctionAddress(input.FunctionName, input.Qualifier), caller)) {
    throw functionDoesNotExist();
  }
  return placeOf(store, input, caller);
}

/** In the words that these operations have of their own. */
export function functionDoesNotExist(): ApiError {
  return resourceNotFound("The function doesn't exist.");
}

export function configOf(
  input: Omit<EventInvokeInput, 'FunctionName'>,
  before: Omit<EventInvokeConfig, 'modifiedMs'>,
  modifiedMs: number,
): EventInvokeConfig {
  const onSuccess = input.DestinationConfig?.OnSuccess?.Destination ?? before.onSuccess;
  const onFailure = input.DestinationConfig?.OnFailure?.Destination ?? before.onFailure;
  for (const destination of [onSuccess, onFailure]) {
    if (destination && !DESTINATION.test(destination)) {
      throw invalidParameter(
        `The provided destination config DestinationConfig is not valid: ${destination} is no queue, topic, function or event bus.`,
      );
    }
    if (destination && isOf(before.functionArn, destination)) {
      throw invalidParameter("You can't specify the function as a destination for itself.");
    }
  }
  return {
    functionArn: before.functionArn,
    maximumRetryAttempts: input.MaximumRetryAttempts ?? before.maximumRetryAttempts,
    maximumEventAgeSeconds: input.MaximumEventAgeInSeconds ?? before.maximumEventAgeSeconds,
    onSuccess,
    onFailure,
    modifiedMs,
  };
}

/** Whether both ARNs are of one function, whatever their qualifiers. */
function isOf(functionArn: string, destination: string): boolean {
  const unqualified = (arn: string): string => arn.split(':').slice(0, 7).join(':');
  return unqualified(functionArn) === unqualified(destination);
}

export function requireConfig(configs: EventInvokeConfigs, key: string, arn: string): EventInvokeConfig {
  const config = configs.get(key);
  if (!config) throw resourceNotFound(`The function ${arn} doesn't have an EventInvokeConfig`);
  return config;
}

export function configView(config: EventInvokeConfig): object {
  const { onSuccess, onFailure } = config;
  return {
    LastModified: new Date(config.modifiedMs),
    FunctionArn: config.functionArn,
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: onSuccess ? { Destination: onSuccess } : {},
      OnFailure: onFailure ? { Destination: onFailure } : {},
    },
  };
}
