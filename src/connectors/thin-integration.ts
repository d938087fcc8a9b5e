/** An optimised integration that is one operation of a service: its answer with the request's metadata beside it. */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { loadServiceModel } from '../gateway/service-model.ts';
import type { Clock } from '../runtime/clock.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { Connector, TaskOutcome } from './connector.ts';
import type { ThinIntegration } from './optimised-integrations.ts';
import { asObject } from './payload.ts';
import { sdkInput } from './sdk-input.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { sdkOutput } from './sdk-output.ts';
import { optimisedFailure } from './service-failure.ts';
import { unreachableHost } from './unreachable-host.ts';
import { unusableArguments } from './unusable-arguments.ts';

export function thinIntegration(integration: ThinIntegration, caller: AwsCaller, clock: Clock): Connector {
  const { resource, patterns, names, contentType } = integration;
  return {
    resource,
    patterns,
    async invoke(request) {
      const model = loadServiceModel(integration.model);
      const operation = model.operations.get(integration.operation);
      if (!operation) throw new Error(`The service table lacks ${integration.operation}`);
      const waits = request.resource.type === 'integration' && request.resource.pattern === 'WAIT_FOR_TASK_TOKEN';
      // Fields that the operation lacks were refused at creation; computed ones are dropped as AWS drops them.
      const input = sdkInput(operation.input, known(operation.input?.members ?? [], asObject(request.arguments)));
      if (!input.ok) return unusableArguments(request, input.problems);
      const host = integration.urlArgument && (await unreachableHost(input.params[integration.urlArgument]));
      if (host) {
        const cause = `Unable to execute HTTP request: ${host}: Name or service not known`;
        const error = `${names.prefix}.SdkClientException`;
        return { type: 'Failed', error, cause, ...(waits && { failure: 'SUBMIT_FAILED' as const }) };
      }
      const { signal, idempotencyKey, region, account } = request;
      const result = await caller.call({
        service: model.endpointPrefix,
        operation: operation.name,
        params: integration.complete?.(input.params, request) ?? input.params,
        signal,
        idempotencyKey,
        region,
        account,
      });
      if (!result.ok) {
        const text = optimisedFailure(names, model, result);
        return { type: 'Failed', ...text, ...(waits && { failure: 'SUBMIT_FAILED' as const }) };
      }
      const output = await sdkOutput(operation.output, result.output, 'epochMs');
      const failure = failedEntry(output);
      if (failure) return { ...failure, ...(waits && { failure: 'SUBMIT_FAILED' as const }) };
      const { requestId, status } = result;
      const body = stringifyJson(output);
      const headers = integration.headers?.(body, requestId);
      const contentLength = Buffer.byteLength(body);
      const metadata = sdkMetadata({ requestId, status, contentType, contentLength, nowMs: clock.now(), headers });
      return { type: waits ? 'Submitted' : 'Succeeded', output: { ...output, ...metadata } };
    },
  };
}

function known(members: readonly { readonly name: string }[], value: JsonObject): JsonObject {
  const names = new Set(members.map(({ name }) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name.toLowerCase())));
}

/** EventBridge accepts a batch in part; a workflow must not take that for a success. */
function failedEntry(output: JsonObject): Extract<TaskOutcome, { type: 'Failed' }> | undefined {
  const failed = output['FailedEntryCount'];
  if (typeof failed !== 'number' || failed === 0) return undefined;
  const entries = (output['Entries'] as readonly Json[] | undefined) ?? [];
  return { type: 'Failed', error: 'EventBridge.FailedEntry', cause: stringifyJson({ ...output, Entries: entries }) };
}
