/** AWS's FunctionConfiguration. */
import { runtimeVersionArn } from '../../functions/runtimes.ts';
import { functionArn } from './function-address.ts';
import type { Qualified } from './function-store.ts';

export type FunctionConfiguration = Readonly<Record<string, unknown>>;

/** `qualifier` is how the caller named the version or alias; absent, the ARN is the function's own. */
export function functionConfiguration(
  { record, settings, version }: Qualified,
  qualifier?: string,
): FunctionConfiguration {
  return {
    ...listedConfiguration({ record, settings, version }, qualifier),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(settings.runtime, record.region) },
  };
}

/** Listings tell neither state nor exact runtime. */
export function listedConfiguration(
  { record, settings, version }: Qualified,
  qualifier?: string,
): FunctionConfiguration {
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(record, qualifier),
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: settings.codeBytes,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: lastModified(settings.lastModifiedMs),
    CodeSha256: codeSha256(settings.codeId),
    Version: version,
    ...(settings.vpc === undefined ? {} : { VpcConfig: { ...settings.vpc, VpcId: '' } }),
    ...(settings.deadLetterTarget === undefined ? {} : { DeadLetterConfig: { TargetArn: settings.deadLetterTarget } }),
    ...(settings.environment === undefined ? {} : { Environment: { Variables: settings.environment } }),
    ...(settings.kmsKeyArn === undefined ? {} : { KMSKeyArn: settings.kmsKeyArn }),
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: settings.revisionId,
    PackageType: 'Zip',
    Architectures: settings.architectures,
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    SnapStart: {
      ApplyOn: settings.snapStartApplyOn,
      OptimizationStatus: settings.snapStartApplyOn === 'PublishedVersions' && version !== '$LATEST' ? 'On' : 'Off',
    },
    LoggingConfig: settings.logging,
  };
}

export function codeSha256(codeId: string): string {
  return Buffer.from(codeId, 'hex').toString('base64');
}

function lastModified(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
