/**
 * `states:startExecution` in its four forms. An attempt that is made again after a crash finds the child that it started before, ended or not: our
 * own service knows it by the idempotency key, any other by its name, which comes from that key unless the author gave one.
 */

import { createHash } from 'node:crypto';
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { loadServiceModel } from '../gateway/service-model.ts';
import type { Clock } from '../runtime/clock.ts';
import type { AwsCaller, CallResult } from './aws-caller.ts';
import type { Connector, TaskOutcome, TaskRequest } from './connector.ts';
import { asObject, parseJson, payloadText } from './payload.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { sdkOutput } from './sdk-output.ts';
import { optimisedFailure } from './service-failure.ts';

/** Resolves once the execution has ended. */
export type AwaitExecution = (executionArn: string, signal: AbortSignal) => Promise<unknown>;

const NAMES = { prefix: 'StepFunctions', service: 'AWSStepFunctions', base: 'AWSStepFunctionsException' };
const CONTENT_TYPE = 'application/x-amz-json-1.0';

export function startExecution(caller: AwsCaller, clock: Clock, awaitExecution: AwaitExecution): Connector {
  return {
    resource: 'states:startExecution',
    patterns: ['REQUEST_RESPONSE', 'RUN_JOB', 'WAIT_FOR_TASK_TOKEN'],
    async invoke(request) {
      const result = await start(caller, request);
      const isRequestResponse = patternOf(request) === 'REQUEST_RESPONSE';
      if (!result.ok) return failed(result, isRequestResponse ? undefined : 'SUBMIT_FAILED');
      const output = await startOutput(result, clock.now());
      return { type: isRequestResponse ? 'Succeeded' : 'Submitted', output };
    },
    async awaitJob(request, submitted) {
      const executionArn = childArn(submitted);
      if (caller.isRemote?.('states')) await pollExecution(caller, request, executionArn, clock);
      else await awaitExecution(executionArn, request.signal);
      return childOutcome(caller, request, executionArn);
    },
    async cancelJob(request, submitted) {
      await callStates(caller, request, 'StopExecution', {
        executionArn: childArn(submitted),
        cause: `The parent execution ${request.executionArn} cancelled the task`,
      });
    },
  };
}

const POLL_MS = 1_000;

/** Nobody tells of the end of an execution elsewhere. */
async function pollExecution(
  caller: AwsCaller,
  request: TaskRequest,
  executionArn: string,
  clock: Clock,
): Promise<void> {
  for (;;) {
    const described = await callStates(caller, request, 'DescribeExecution', { executionArn });
    if (!described.ok || described.output['status'] !== 'RUNNING') return;
    await pause(clock, request.signal);
  }
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(POLL_MS, resolve);
    const letGo = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    if (signal.aborted) letGo();
    else signal.addEventListener('abort', letGo, { once: true });
  });
}

function patternOf({ resource }: TaskRequest): string {
  return resource.type === 'integration' ? resource.pattern : 'REQUEST_RESPONSE';
}

function callStates(
  caller: AwsCaller,
  { signal, region, account, idempotencyKey }: TaskRequest,
  operation: string,
  params: Readonly<Record<string, unknown>>,
): Promise<CallResult> {
  // A stop is asked for when the task's own signal has aborted: it must go through all the same.
  const isStop = operation === 'StopExecution';
  return caller.call({
    service: 'states',
    operation,
    params,
    region,
    account,
    idempotencyKey,
    ...(!isStop && { signal }),
  });
}

async function start(caller: AwsCaller, request: TaskRequest): Promise<CallResult> {
  const { StateMachineArn, Input, Name, TraceHeader } = asObject(request.arguments);
  const hasName = typeof Name === 'string';
  const params = {
    stateMachineArn: StateMachineArn,
    input: payloadText(Input),
    name: hasName ? Name : nameFrom(request.idempotencyKey),
    ...(typeof TraceHeader === 'string' && { traceHeader: TraceHeader }),
  };
  const result = await callStates(caller, request, 'StartExecution', params);
  if (result.ok || hasName || result.code !== 'ExecutionAlreadyExists') return result;
  // A service elsewhere does not know our keys. The name is ours alone: this very attempt started the child before a crash.
  const executionArn = /'([^']+)'/.exec(result.message)?.[1];
  const described = await callStates(caller, request, 'DescribeExecution', { executionArn });
  return described.ok
    ? { ...described, output: { executionArn, startDate: described.output['startDate'] } }
    : described;
}

/** In the form of a UUID, as AWS names executions that nobody named. */
function nameFrom(idempotencyKey: string): string {
  const hex = createHash('sha256').update(idempotencyKey).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function startOutput(result: Extract<CallResult, { readonly ok: true }>, nowMs: number): Promise<JsonObject> {
  const { output: shape } = statesOperation('StartExecution');
  const output = await sdkOutput(shape, result.output, 'epochMs');
  const { requestId, status } = result;
  const contentLength = Buffer.byteLength(stringifyJson(output));
  const metadata = sdkMetadata({ requestId, status, contentType: CONTENT_TYPE, contentLength, nowMs });
  const { StartDate = null, ...rest } = output;
  return { ...rest, ...metadata, StartDate };
}

function statesOperation(name: string) {
  const operation = loadServiceModel('stepfunctions').operations.get(name);
  if (!operation) throw new Error(`The service table lacks ${name}`);
  return operation;
}

function failed(result: Extract<CallResult, { readonly ok: false }>, failure?: 'SUBMIT_FAILED'): TaskOutcome {
  const text = optimisedFailure(NAMES, loadServiceModel('stepfunctions'), result);
  return { type: 'Failed', ...text, ...(failure && { failure }) };
}

function childArn(submitted: Json): string {
  return String(asObject(submitted)['ExecutionArn']);
}

async function childOutcome(caller: AwsCaller, request: TaskRequest, executionArn: string): Promise<TaskOutcome> {
  const result = await callStates(caller, request, 'DescribeExecution', { executionArn });
  if (!result.ok) return failed(result);
  const { output: shape } = statesOperation('DescribeExecution');
  const described = await sdkOutput(shape, result.output, 'epochMs');
  const isVersion2 = request.resource.type === 'integration' && request.resource.version === 2;
  const child = sorted(isVersion2 ? withJson(described) : described);
  return child['Status'] === 'SUCCEEDED'
    ? { type: 'Succeeded', output: child }
    : { type: 'Failed', error: 'States.TaskFailed', cause: stringifyJson(child) };
}

/** `.sync:2` gives the child's input and output as JSON where `.sync` gives text. */
function withJson(child: JsonObject): JsonObject {
  const { Input, Output } = child;
  return {
    ...child,
    ...(typeof Input === 'string' && { Input: parseJson(Input) ?? Input }),
    ...(typeof Output === 'string' && { Output: parseJson(Output) ?? Output }),
  };
}

function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
