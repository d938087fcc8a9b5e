/** Runs a version of a function, whoever asked: the Invoke operation or the queue of asynchronous invocations. */
import type { FunctionSpec, InvocationResult } from '../../functions/function-runner.ts';
import { functionArn } from './function-address.ts';
import type { Qualified } from './function-store.ts';
import type { LambdaDependencies } from './lambda-dependencies.ts';

export interface FunctionCall {
  readonly qualified: Qualified;
  /** How the caller named version or alias. */
  readonly qualifier?: string;
  /** JSON text, or its bytes in UTF-8. */
  readonly payload: string | Uint8Array;
  readonly requestId: string;
  readonly clientContext?: string;
  readonly signal?: AbortSignal;
}

export type InvokeDependencies = Pick<LambdaDependencies, 'store' | 'runner' | 'code' | 'ids'>;

export interface FunctionAnswer {
  readonly result: InvocationResult;
  readonly executedVersion: string;
}

export async function invokeFunction(dependencies: InvokeDependencies, call: FunctionCall): Promise<FunctionAnswer> {
  const { qualifier, payload, requestId, clientContext, signal } = call;
  const qualified = routed(dependencies, call.qualified);
  const result = await dependencies.runner.invoke({
    spec: functionSpec(dependencies, qualified),
    invokedFunctionArn: functionArn(qualified.record, qualifier),
    payload,
    requestId,
    ...(clientContext === undefined ? {} : { clientContext: Buffer.from(clientContext, 'base64').toString('utf8') }),
    ...(signal === undefined ? {} : { signal }),
  });
  return { result, executedVersion: qualified.version };
}

/** An alias may send a share of its invocations to another version. */
function routed({ store, ids }: InvokeDependencies, qualified: Qualified): Qualified {
  const weights = Object.entries(qualified.alias?.additionalWeights ?? {});
  let left = weights.length === 0 ? 1 : ids.random();
  for (const [version, weight] of weights) {
    left -= weight;
    const settings = left < 0 ? store.settings(qualified.record, version) : undefined;
    if (settings) return { record: qualified.record, settings, version };
  }
  return qualified;
}

function functionSpec({ code }: InvokeDependencies, { record, settings, version }: Qualified): FunctionSpec {
  return {
    functionArn: functionArn(record),
    functionName: record.name,
    version,
    runtime: settings.runtime,
    handler: settings.handler,
    codeDir: code.taskFolder(settings.codeId),
    revisionId: settings.revisionId,
    timeoutMs: settings.timeoutSeconds * 1_000,
    memoryMb: settings.memoryMb,
    environment: settings.environment ?? {},
    ...(record.reservedConcurrency === undefined ? {} : { concurrency: record.reservedConcurrency }),
  };
}
