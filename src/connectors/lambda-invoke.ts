/** `lambda:invoke`: the function's result stands in `Payload`, beside what the API answered. */
import { stringifyJson } from '../asl/exact-json.ts';
import type { JsonObject } from '../asl/json.ts';
import type { Clock } from '../runtime/clock.ts';
import { knownJson } from '../runtime/known-json.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { Connector, TaskOutcome, TaskRequest } from './connector.ts';
import { invokeFunction, type LambdaResult, untypedCause } from './lambda-payload.ts';
import { asObject, parseJson, payloadText } from './payload.ts';
import { sdkMetadata } from './sdk-metadata.ts';

export function lambdaInvoke(caller: AwsCaller, clock: Clock): Connector {
  return {
    resource: 'lambda:invoke',
    patterns: ['REQUEST_RESPONSE', 'WAIT_FOR_TASK_TOKEN'],
    async invoke(request) {
      const result = await invokeFunction(caller, request, invokeParams(request));
      return outcome(result, request, clock.now());
    },
  };
}

function invokeParams({ arguments: value }: TaskRequest): Readonly<Record<string, unknown>> {
  const { Payload, ...rest } = asObject(value);
  const given = Object.entries(rest).filter(([, member]) => member !== null);
  return { ...Object.fromEntries(given), Payload: knownJson(payloadText(Payload)) };
}

function outcome(result: LambdaResult, { resource }: TaskRequest, nowMs: number): TaskOutcome {
  const waits = resource.type === 'integration' && resource.pattern === 'WAIT_FOR_TASK_TOKEN';
  switch (result.type) {
    case 'Refused':
      return {
        type: 'Failed',
        error: result.error,
        cause: result.cause,
        ...(waits && { failure: 'SUBMIT_FAILED' as const }),
      };
    case 'Raised':
      return result.errorType === undefined
        ? { type: 'Failed', error: 'Lambda.Unknown', cause: untypedCause(result.text) }
        : { type: 'Failed', error: result.errorType, cause: stringifyJson(result.payload) };
    case 'Returned':
      return { type: waits ? 'Submitted' : 'Succeeded', output: output(result, nowMs) };
  }
}

function output(result: Extract<LambdaResult, { readonly type: 'Returned' }>, nowMs: number): JsonObject {
  const { text, executedVersion, status, requestId } = result;
  const metadata = sdkMetadata({
    requestId,
    status,
    contentType: 'application/json',
    contentLength: Buffer.byteLength(text),
    nowMs,
    headers: {
      ...(executedVersion !== undefined && { 'X-Amz-Executed-Version': executedVersion }),
      'x-amzn-Remapped-Content-Length': '0',
      Connection: 'keep-alive',
    },
  });
  return {
    ...(executedVersion !== undefined && { ExecutedVersion: executedVersion }),
    Payload: text === '' ? '' : (parseJson(text) ?? text),
    ...metadata,
    StatusCode: status,
  };
}
