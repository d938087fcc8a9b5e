/** How a function's asynchronous invocations are tried again, and who hears of their ends. */
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

/** Where the configuration of a function's version or alias is kept. @throws {ApiError} if there is no such function. */
export function locate(
  store: FunctionStore,
  { FunctionName, Qualifier }: Pick<EventInvokeInput, 'FunctionName' | 'Qualifier'>,
  caller: Caller,
): { readonly key: string; readonly arn: string } {
  const address = parseFunctionAddress(FunctionName, Qualifier);
  const { record } = store.requireQualified(address, caller);
  const { qualifier = '$LATEST' } = address;
  return { key: eventInvokeKey(record, record.name, qualifier), arn: functionArn(record, qualifier) };
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
