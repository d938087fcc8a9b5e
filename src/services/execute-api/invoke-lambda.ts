/** Calls the function behind an integration. */
import { readBlob } from '../../connectors/payload.ts';
import type { ApiDependencies } from './api-dependencies.ts';

export type LambdaAnswer =
  | { readonly type: 'Returned'; readonly text: string; readonly isError: boolean }
  /** Lambda itself refused: no such function, throttled. */
  | { readonly type: 'Refused'; readonly code: string; readonly message: string; readonly status: number };

export interface LambdaCall {
  readonly functionArn: string;
  readonly payload: string;
  readonly isAsynchronous?: boolean;
  readonly account: string;
  readonly region: string;
  readonly signal: AbortSignal;
}

export async function invokeLambda({ caller }: ApiDependencies, call: LambdaCall): Promise<LambdaAnswer> {
  const { functionArn, payload, isAsynchronous = false, account, region, signal } = call;
  const result = await caller.call({
    service: 'lambda',
    operation: 'Invoke',
    params: {
      FunctionName: functionArn,
      Payload: Buffer.from(payload),
      InvocationType: isAsynchronous ? 'Event' : 'RequestResponse',
    },
    account,
    region,
    signal,
  });
  if (!result.ok) return { type: 'Refused', code: result.code, message: result.message, status: result.status };
  const text = (await readBlob(result.output['Payload'])).toString('utf8');
  return { type: 'Returned', text, isError: result.output['FunctionError'] !== undefined };
}
