/** Stages: what they are made of and how their method settings are changed. */
import type { PatchOperation } from './patch.ts';
import { badRequest } from './rest-api-errors.ts';
import type { Stage, Texts } from './rest-api-record.ts';

export interface StageInput {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string;
  readonly cacheClusterEnabled?: boolean;
  readonly cacheClusterSize?: string;
  readonly variables?: Texts;
  readonly documentationVersion?: string;
  readonly canarySettings?: unknown;
  readonly tracingEnabled?: boolean;
  readonly tags?: Texts;
}

export function checkStageName(name: string): void {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) throw badRequest('Stage name only allows a-zA-Z0-9_-');
}

export function newStage(input: StageInput, nowMs: number): Stage {
  return {
    stageName: input.stageName,
    deploymentId: input.deploymentId,
    description: input.description,
    variables: input.variables,
    tracingEnabled: input.tracingEnabled ?? false,
    cacheClusterEnabled: input.cacheClusterEnabled ?? false,
    cacheClusterSize: input.cacheClusterSize,
    // Caching is recorded and has no effect: every request reaches its integration.
    cacheClusterStatus: input.cacheClusterEnabled ? 'AVAILABLE' : 'NOT_AVAILABLE',
    methodSettings: {},
    canarySettings: input.canarySettings,
    documentationVersion: input.documentationVersion,
    tags: input.tags,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
}

const SETTINGS: Readonly<Record<string, string>> = {
  'metrics/enabled': 'metricsEnabled',
  'logging/loglevel': 'loggingLevel',
  'logging/dataTrace': 'dataTraceEnabled',
  'throttling/burstLimit': 'throttlingBurstLimit',
  'throttling/rateLimit': 'throttlingRateLimit',
  'caching/enabled': 'cachingEnabled',
  'caching/ttlInSeconds': 'cacheTtlInSeconds',
  'caching/dataEncrypted': 'cacheDataEncrypted',
  'caching/requireAuthorizationForCacheControl': 'requireAuthorizationForCacheControl',
  'caching/unauthorizedCacheControlHeaderStrategy': 'unauthorizedCacheControlHeaderStrategy',
};
const BOOLEANS = /Enabled$|Encrypted$|ForCacheControl$/;
const NUMBERS = /Limit$|InSeconds$/;

/** Paths such as `/{resource}/{method}/logging/loglevel` name a method's setting; the rest is for the stage itself. */
export function methodSettingsPatch(
  stage: Stage,
  operations: readonly PatchOperation[],
): { readonly settings: Stage['methodSettings']; readonly others: readonly PatchOperation[] } {
  const settings: Record<string, Record<string, unknown>> = structuredClone(stage.methodSettings) as never;
  const others: PatchOperation[] = [];
  for (const operation of operations) {
    const match = /^\/([^/]+\/[^/]+)\/((?:metrics|logging|throttling|caching)\/[A-Za-z]+)$/.exec(operation.path ?? '');
    const name = match && SETTINGS[match[2] as string];
    if (!match || !name) {
      others.push(operation);
      continue;
    }
    const method = (match[1] as string).replaceAll('~1', '/');
    const value = operation.value ?? '';
    const typed = BOOLEANS.test(name) ? value === 'true' : NUMBERS.test(name) ? Number(value) : value;
    settings[method] = { ...settings[method], [name]: typed };
  }
  return { settings, others };
}
