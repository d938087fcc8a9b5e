/** Checks what a caller wants of a function, and turns it into settings. What cannot run here is refused by name. */
import { runtimeKind, SUPPORTED_RUNTIMES } from '../../functions/runtimes.ts';
import type { FunctionSettings, LoggingSettings } from './function-record.ts';
import { exceeds, invalidParameter } from './lambda-errors.ts';

/** Members that CreateFunction and UpdateFunctionConfiguration share. */
export interface ConfigurationInput {
  readonly Runtime?: string;
  readonly Role?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly VpcConfig?: FunctionSettings['vpc'];
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly KMSKeyArn?: string;
  readonly TracingConfig?: { readonly Mode?: string };
  readonly Layers?: readonly string[];
  readonly FileSystemConfigs?: readonly unknown[];
  readonly ImageConfig?: unknown;
  readonly EphemeralStorage?: { readonly Size?: number };
  readonly SnapStart?: { readonly ApplyOn?: string };
  readonly LoggingConfig?: Partial<LoggingSettings>;
  readonly CapacityProviderConfig?: unknown;
  readonly DurableConfig?: unknown;
  readonly TenancyConfig?: unknown;
}

const MAX_TIMEOUT_SECONDS = 900;
const MAX_ENVIRONMENT_BYTES = 4_096;

const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** Runtimes that AWS had once and takes for no new function. */
const RETIRED =
  /^(nodejs(4\.3|4\.3-edge|6\.10|8\.10|1[0246]\.x)?|python(2\.7|3\.[67])|dotnetcore[123]\.[01]|dotnet6|go1\.x|java8|ruby2\.[57])$/;
/** Runtimes of AWS for which there is no process to start here. */
const FOREIGN = /^(java|dotnet|ruby)[\d.]+(al2)?$/;

/** @throws {ApiError} InvalidParameterValueException */
export function checkRuntime(runtime: string): void {
  if (runtimeKind(runtime) !== undefined) return;
  if (RETIRED.test(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (FOREIGN.test(runtime)) {
    throw invalidParameter(
      `Functions of the runtime ${runtime} cannot run here. Supported are nodejs18.x and later, python3.x, and provided.* with any executable.`,
    );
  }
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${SUPPORTED_RUNTIMES.join(', ')}] or be a valid ARN`,
  );
}

/** @throws {ApiError} InvalidParameterValueException for what this server has no way to honour. */
export function refuseUnsupported(input: ConfigurationInput, hasDeadLetters: boolean): void {
  const refuse = (what: string): never => {
    throw invalidParameter(`${what} not supported here.`);
  };
  if (input.Layers?.length) refuse('Layers are');
  if (input.FileSystemConfigs?.length) refuse('File systems (FileSystemConfigs) are');
  if (input.ImageConfig !== undefined) refuse('Container images (ImageConfig) are');
  if (input.CapacityProviderConfig !== undefined) refuse('Capacity providers (CapacityProviderConfig) are');
  if (input.DurableConfig !== undefined) refuse('Durable functions (DurableConfig) are');
  if (input.TenancyConfig !== undefined) refuse('Tenant isolation (TenancyConfig) is');
  if (input.LoggingConfig?.LogFormat === 'JSON') refuse('The log format JSON is');
  if (input.DeadLetterConfig?.TargetArn && !hasDeadLetters) refuse('Dead-letter targets (DeadLetterConfig) are');
}

/** @throws {ApiError} ValidationException */
export function checkTimeout(seconds: number | undefined): void {
  if (seconds === undefined || seconds <= MAX_TIMEOUT_SECONDS) return;
  throw exceeds(seconds, 'timeout', `value less than or equal to ${MAX_TIMEOUT_SECONDS}`);
}

/** @throws {ApiError} InvalidParameterValueException */
export function checkEnvironment(variables: Readonly<Record<string, string>> | undefined): void {
  if (!variables) return;
  const prefix =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `${prefix} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > MAX_ENVIRONMENT_BYTES) {
    throw invalidParameter(`${prefix} exceeded the 4KB limit. String measured: ${text}`);
  }
}

/** The settings after a change: what `input` leaves out stays. */
export function mergeSettings(
  old: FunctionSettings,
  input: ConfigurationInput,
  functionName: string,
): Omit<FunctionSettings, 'revisionId' | 'lastModifiedMs'> {
  const deadLetterTarget = input.DeadLetterConfig ? input.DeadLetterConfig.TargetArn : old.deadLetterTarget;
  const environment = input.Environment ? input.Environment.Variables : old.environment;
  const kmsKeyArn = input.KMSKeyArn ?? old.kmsKeyArn;
  return {
    runtime: input.Runtime ?? old.runtime,
    handler: input.Handler ?? old.handler,
    role: input.Role ?? old.role,
    description: input.Description ?? old.description,
    timeoutSeconds: input.Timeout ?? old.timeoutSeconds,
    memoryMb: input.MemorySize ?? old.memoryMb,
    ...(environment && Object.keys(environment).length > 0 ? { environment } : {}),
    codeId: old.codeId,
    codeBytes: old.codeBytes,
    architectures: old.architectures,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? old.ephemeralStorageMb,
    tracingMode: input.TracingConfig?.Mode ?? old.tracingMode,
    logging: { ...defaultLogging(functionName), ...old.logging, ...input.LoggingConfig },
    ...(deadLetterTarget ? { deadLetterTarget } : {}),
    ...(kmsKeyArn ? { kmsKeyArn } : {}),
    snapStartApplyOn: input.SnapStart?.ApplyOn ?? old.snapStartApplyOn,
    ...((input.VpcConfig ?? old.vpc) ? { vpc: input.VpcConfig ?? old.vpc } : {}),
  };
}

export function defaultLogging(functionName: string): LoggingSettings {
  return { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` };
}
