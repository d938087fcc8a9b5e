/**
 * Calls services in process, for connectors: the same check against the model, the same operations, no HTTP in between.
 *
 * E1 A service's failure is a value; only a bug throws. E2 Parameters are taken as workflows have them: text for a blob is its UTF-8 bytes, a
 * timestamp may be a text or epoch seconds, a first letter may be in either case. E3 Outputs hold a `Date` for a timestamp and a
 * `Buffer` for a blob; a stream stays one unless the caller asks to collect it.
 */
import { randomUUID } from 'node:crypto';
import type { AwsCaller, AwsRequest, CallResult } from '../connectors/aws-caller.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from './caller-identity.ts';
import { coerceInput } from './embedded-input.ts';
import { collectStreams, normaliseOutput } from './embedded-output.ts';
import { ApiError, type Operation, type OperationContext, type Service } from './operation.ts';
import { loadServiceModel, type OperationModel, type ServiceModel } from './service-model.ts';
import { type LimitPolicy, validateInput } from './validate-input.ts';

export interface EmbeddedCallerOptions {
  /** For URLs in answers, such as those of queues. */
  readonly baseUrl?: string;
  readonly isLifted?: LimitPolicy;
}

interface Target {
  readonly service: ServiceModel;
  readonly model: OperationModel;
  readonly run: Operation;
  readonly checksInput: boolean;
}

export function createEmbeddedCaller(services: readonly Service[], options: EmbeddedCallerOptions = {}): AwsCaller {
  const byName = namesOf(services);
  const find = (service: string, operation: string): Target | undefined => {
    for (const candidate of byName.get(service.toLowerCase()) ?? []) {
      const service = loadServiceModel(candidate.model);
      const model = service.operations.get(operation);
      const run = Object.hasOwn(candidate.operations, operation) ? candidate.operations[operation] : undefined;
      const checksInput = candidate.checksOwnInput?.has(operation) ?? false;
      if (model && run) return { service, model, run, checksInput };
    }
    return undefined;
  };
  return {
    supports: (service, operation) => find(service, operation) !== undefined,
    call: (request) => call(find(request.service, request.operation), request, options),
  };
}

/** A service answers to its endpoint prefix (`states`, `email`), its folder (`stepfunctions`), its signing name and its id (`sfn`). */
function namesOf(services: readonly Service[]): ReadonlyMap<string, readonly Service[]> {
  const byName = new Map<string, Service[]>();
  for (const service of services) {
    const { name, endpointPrefix, signingName, serviceId } = loadServiceModel(service.model);
    for (const key of new Set([name, endpointPrefix, signingName, serviceId.toLowerCase().replace(/\s/g, '')])) {
      byName.set(key, [...(byName.get(key) ?? []), service]);
    }
  }
  return byName;
}

async function call(
  target: Target | undefined,
  request: AwsRequest,
  options: EmbeddedCallerOptions,
): Promise<CallResult> {
  const requestId = randomUUID();
  if (!target) {
    const message = `Stepwell does not implement ${request.service}:${request.operation}`;
    return { ok: false, code: 'UnknownOperationException', message, status: 501, requestId, fault: 'client' };
  }
  let status = target.model.status;
  const context: OperationContext = {
    region: request.region ?? DEFAULT_REGION,
    account: request.account ?? DEFAULT_ACCOUNT,
    requestId,
    signal: request.signal ?? NEVER,
    baseUrl: options.baseUrl ?? 'http://127.0.0.1:4566',
    headers: {},
    idempotencyKey: request.idempotencyKey,
    setStatus(value) {
      status = value;
    },
    setHeader: () => {},
  };
  try {
    const input = coerceInput(target.model, request.params, request.idempotencyKey);
    if (!target.checksInput) validateInput(target.service, target.model, input, options.isLifted);
    const answer = await target.run(input, context);
    let output = normaliseOutput(target.model, answer);
    if (request.collectStreams) output = await collectStreams(target.model, output);
    return { ok: true, output, requestId, status };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const declared = target.service.errors.get(error.code);
    const declaredStatus = error.status === 400 ? (declared?.errorStatus ?? 400) : error.status;
    return {
      ok: false,
      code: error.code,
      message: error.message,
      status: declaredStatus,
      requestId,
      fault: error.fault,
    };
  }
}

const NEVER = new AbortController().signal;
