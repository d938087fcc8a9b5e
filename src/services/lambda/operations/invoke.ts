/** Invoke: answered by the function, queued for it, or only checked. */
import { parseJson } from '../../../asl/parse-json.ts';
import { ApiError, type Operation, type OperationContext } from '../../../gateway/operation.ts';
import { isKnownJson } from '../../../runtime/known-json.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { Qualified } from '../function-store.ts';
import { invokeFunction } from '../invoke-function.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { requestTooLarge, throttled } from '../lambda-errors.ts';

export interface InvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: string;
  readonly LogType?: string;
  /** JSON text in Base64. */
  readonly ClientContext?: string;
  /** Bytes from the wire; text from callers in this process. */
  readonly Payload?: Uint8Array | string;
}

export interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly Payload?: string;
  readonly ExecutedVersion?: string;
}

const MAX_SYNCHRONOUS_BYTES = 6_291_456;
const MAX_ASYNCHRONOUS_BYTES = 1_048_576;

export function invoke(dependencies: LambdaDependencies): Operation<InvokeInput, InvokeOutput> {
  return async (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    const qualified = dependencies.store.requireQualified({ qualifier: '$LATEST', ...address }, context);
    const isAsynchronous = input.InvocationType === 'Event';
    const payload = checkedPayload(input.Payload, isAsynchronous ? MAX_ASYNCHRONOUS_BYTES : MAX_SYNCHRONOUS_BYTES);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
    const call = {
      input,
      payload,
      qualified,
      context,
      ...(address.qualifier === undefined ? {} : { qualifier: address.qualifier }),
    };
    return isAsynchronous ? enqueue(dependencies, call) : answer(dependencies, call);
  };
}

interface Call {
  readonly input: InvokeInput;
  readonly payload: string | Uint8Array;
  readonly qualified: Qualified;
  readonly qualifier?: string;
  readonly context: OperationContext;
}

async function answer(
  dependencies: LambdaDependencies,
  { input, payload, qualified, qualifier, context }: Call,
): Promise<InvokeOutput> {
  if (qualified.record.reservedConcurrency === 0) throw throttled();
  const { result, executedVersion } = await invokeFunction(dependencies, {
    qualified,
    payload,
    requestId: context.requestId,
    signal: context.signal,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(input.ClientContext === undefined ? {} : { clientContext: input.ClientContext }),
  });
  return {
    StatusCode: 200,
    ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
    ...(input.LogType === 'Tail' ? { LogResult: Buffer.from(result.logTail).toString('base64') } : {}),
    Payload: result.payload,
    ExecutedVersion: executedVersion,
  };
}

async function enqueue(
  { asyncInvocations }: LambdaDependencies,
  { input, payload, qualified, qualifier, context }: Call,
): Promise<InvokeOutput> {
  const { account, region, name } = qualified.record;
  await asyncInvocations.enqueue({
    account,
    region,
    functionName: name,
    payload: textOf(payload),
    requestId: context.requestId,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(input.ClientContext === undefined ? {} : { clientContext: input.ClientContext }),
  });
  return { StatusCode: 202, Payload: '' };
}

/** JSON, as text or as the bytes that came; an absent payload is an empty event. */
function checkedPayload(payload: Uint8Array | string | undefined, limitBytes: number): string | Uint8Array {
  if (payload === undefined || payload.length === 0) return '{}';
  if (Buffer.byteLength(payload) > limitBytes) throw requestTooLarge(limitBytes, 'InvokeFunction');
  if (typeof payload !== 'string' && isKnownJson(payload)) return payload;
  const text = textOf(payload);
  try {
    JSON.parse(text);
  } catch {
    throw new ApiError('InvalidRequestContentException', `Could not parse request body into json: ${reason(text)}`);
  }
  return text;
}

function textOf(payload: Uint8Array | string): string {
  if (typeof payload === 'string') return payload;
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8');
}

function reason(text: string): string {
  const parsed = parseJson(text);
  if (parsed.ok) return 'Could not parse payload into json';
  const { message, location } = parsed.fault;
  return `Could not parse payload into json: ${message}\n at ${location.replace('(String)', '(byte[])')}`;
}
