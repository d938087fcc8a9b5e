/** How an invocation of a function ended: with a result, with the function's own error, or with a failure of the Lambda API. */
import type { Json } from '../asl/json.ts';
import { loadServiceModel } from '../gateway/service-model.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { TaskRequest } from './connector.ts';
import { asObject, parseJson, readBlob } from './payload.ts';
import { type FailureText, optimisedFailure } from './service-failure.ts';

export type LambdaResult =
  | {
      readonly type: 'Returned';
      readonly text: string;
      readonly executedVersion?: string;
      readonly status: number;
      readonly requestId: string;
    }
  | { readonly type: 'Raised'; readonly errorType?: string; readonly text: string; readonly payload: Json | undefined }
  | ({ readonly type: 'Refused' } & FailureText);

const NAMES = { prefix: 'Lambda', service: 'AWSLambda', base: 'AWSLambdaException' };

export async function invokeFunction(
  caller: AwsCaller,
  request: TaskRequest,
  params: Readonly<Record<string, unknown>>,
): Promise<LambdaResult> {
  const { signal, idempotencyKey, region, account } = request;
  const result = await caller.call({
    service: 'lambda',
    operation: 'Invoke',
    params,
    signal,
    idempotencyKey,
    region,
    account,
  });
  if (!result.ok) return { type: 'Refused', ...optimisedFailure(NAMES, loadServiceModel('lambda'), result) };
  const text = (await readBlob(result.output['Payload'])).toString('utf8');
  if (result.output['FunctionError'] !== undefined) {
    const payload = parseJson(text);
    const errorType = asObject(payload)['errorType'];
    return { type: 'Raised', text, payload, ...(typeof errorType === 'string' && { errorType }) };
  }
  const executedVersion = result.output['ExecutedVersion'];
  return {
    type: 'Returned',
    text,
    status: Number(result.output['StatusCode'] ?? result.status),
    requestId: result.requestId,
    ...(typeof executedVersion === 'string' && { executedVersion }),
  };
}

/** What AWS says about an error that the function's runtime gave no type. */
export function untypedCause(text: string): string {
  return `The cause could not be determined because Lambda did not return an error type. Returned payload: ${text}`;
}
