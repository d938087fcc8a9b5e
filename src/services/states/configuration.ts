/** Logging, tracing and encryption configuration of a state machine: their defaults and their checks. */
import { invalidEncryptionConfiguration, invalidLoggingConfiguration } from './errors.ts';

export interface LoggingConfiguration {
  readonly level?: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly includeExecutionData?: boolean;
  readonly destinations?: readonly { readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string } }[];
}

export interface TracingConfiguration {
  readonly enabled?: boolean;
}

export interface EncryptionConfiguration {
  readonly type: 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KMS_KEY';
  readonly kmsKeyId?: string;
  readonly kmsDataKeyReusePeriodSeconds?: number;
}

const LOG_GROUP_ARN = /^arn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[^:*]+:\*$/;

/** @throws {ApiError} InvalidLoggingConfiguration */
export function resolveLogging(configuration: LoggingConfiguration | undefined): LoggingConfiguration {
  const level = configuration?.level ?? 'OFF';
  const includeExecutionData = configuration?.includeExecutionData ?? false;
  const destinations = configuration?.destinations ?? [];
  if (level !== 'OFF' && destinations.length !== 1) {
    throw invalidLoggingConfiguration('Must specify exactly one Log Destination.');
  }
  if (destinations.length > 1) throw invalidLoggingConfiguration('Must specify exactly one Log Destination.');
  for (const destination of destinations) {
    if (!LOG_GROUP_ARN.test(destination.cloudWatchLogsLogGroup?.logGroupArn ?? '')) {
      throw invalidLoggingConfiguration('Log Destination is not a valid CloudWatch Logs log group ARN.');
    }
  }
  return { ...(destinations.length > 0 && { destinations }), includeExecutionData, level };
}

export function resolveTracing(configuration: TracingConfiguration | undefined): TracingConfiguration {
  return { enabled: configuration?.enabled ?? false };
}

/** Nothing here keeps KMS keys, and data at rest is the operator's disk: a customer's key is refused, not ignored. */
export function resolveEncryption(configuration: EncryptionConfiguration | undefined): EncryptionConfiguration {
  if (configuration === undefined) return { type: 'AWS_OWNED_KEY' };
  if (configuration.type === 'CUSTOMER_MANAGED_KMS_KEY') {
    throw invalidEncryptionConfiguration(
      'Customer managed keys are not supported by Stepwell: only AWS_OWNED_KEY is, and data is stored as the disk keeps it.',
    );
  }
  if (configuration.kmsKeyId !== undefined || configuration.kmsDataKeyReusePeriodSeconds !== undefined) {
    throw invalidEncryptionConfiguration(
      'kmsKeyId and kmsDataKeyReusePeriodSeconds can only be set with CUSTOMER_MANAGED_KMS_KEY.',
    );
  }
  return { type: 'AWS_OWNED_KEY' };
}
