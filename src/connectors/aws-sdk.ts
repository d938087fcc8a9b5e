/** `aws-sdk:service:action`: any operation of any service that somebody answers for, shaped by the service's model. */
import { crc32 } from 'node:zlib';
import type { ServiceIntegration } from '../asl/state-machine.ts';
import { hasServiceModel, loadServiceModel, type OperationModel, type ServiceModel } from '../gateway/service-model.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { Connector, TaskOutcome, TaskRequest } from './connector.ts';
import { asObject } from './payload.ts';
import { sdkInput } from './sdk-input.ts';
import { sdkOutput } from './sdk-output.ts';
import { calledAs, sdkService } from './sdk-services.ts';
import { readBySdk, sdkFailure } from './service-failure.ts';
import { unusableArguments } from './unusable-arguments.ts';

export const AWS_SDK = 'aws-sdk:';

export interface SdkOperation {
  readonly prefix: string;
  readonly model: ServiceModel;
  readonly operation: OperationModel;
}

/** The operation that a resource names. A service without a table of shapes may exist at AWS all the same. */
export function findSdkOperation(
  { service, action }: ServiceIntegration,
  caller: Pick<AwsCaller, 'remote'> = {},
): SdkOperation | 'UnknownService' | 'UnknownAction' {
  const named = findService(service.slice(AWS_SDK.length), caller);
  if (!named) return 'UnknownService';
  const { model } = named;
  const operation =
    model.operations.get(action.charAt(0).toUpperCase() + action.slice(1)) ??
    [...model.operations.values()].find(({ name }) => name.toLowerCase() === action.toLowerCase());
  return operation ? { prefix: named.prefix, model, operation } : 'UnknownAction';
}

function findService(name: string, caller: Pick<AwsCaller, 'remote'>) {
  const named = sdkService(name);
  if (named && hasServiceModel(named.model)) return { prefix: named.prefix, model: loadServiceModel(named.model) };
  return caller.remote?.(name);
}

export function awsSdk(caller: AwsCaller): Connector {
  return {
    resource: `${AWS_SDK}*`,
    patterns: ['REQUEST_RESPONSE', 'WAIT_FOR_TASK_TOKEN'],
    async invoke(request) {
      const { resource } = request;
      const found = resource.type === 'integration' ? findSdkOperation(resource, caller) : undefined;
      if (typeof found !== 'object')
        throw new Error(`No operation for ${resource.arn}: creation should have refused it`);
      return invoke(caller, request, found);
    },
  };
}

async function invoke(
  caller: AwsCaller,
  request: TaskRequest,
  { prefix, model, operation }: SdkOperation,
): Promise<TaskOutcome> {
  const waits = request.resource.type === 'integration' && request.resource.pattern === 'WAIT_FOR_TASK_TOKEN';
  const input = sdkInput(operation.input, asObject(request.arguments));
  if (!input.ok) return unusableArguments(request, input.problems);
  const { signal, idempotencyKey, region, account } = request;
  const result = await caller.call({
    service: calledAs(model),
    operation: operation.name,
    params: withBody(model, operation, input.params),
    signal,
    idempotencyKey,
    region,
    account,
  });
  if (!result.ok) {
    return {
      type: 'Failed',
      ...sdkFailure(prefix, model, readBySdk(model, operation.name, result)),
      ...(waits && { failure: 'SUBMIT_FAILED' as const }),
    };
  }
  const output = await sdkOutput(operation.output, result.output, 'iso8601');
  return { type: waits ? 'Submitted' : 'Succeeded', output };
}

/**
 * AWS's SDK sends a body of text with its type, and protects uploads to S3 with a CRC32 unless the caller chose another checksum.
 */
function withBody(model: ServiceModel, operation: OperationModel, params: Readonly<Record<string, unknown>>) {
  const body = params['Body'];
  if (model.name !== 's3' || !(body instanceof Uint8Array)) return params;
  const members = operation.input?.memberByName;
  const takesType = members?.has('ContentType') && params['ContentType'] === undefined;
  const choosesChecksum = Object.keys(params).some((name) => name.startsWith('Checksum'));
  const takesChecksum = members?.has('ChecksumCRC32') && !choosesChecksum;
  return {
    ...params,
    ...(takesType && { ContentType: 'text/plain; charset=UTF-8' }),
    ...(takesChecksum && { ChecksumCRC32: crc32Text(body) }),
  };
}

function crc32Text(bytes: Uint8Array): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes));
  return checksum.toString('base64');
}
