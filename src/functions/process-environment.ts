/**
 * The environment of a handler's process.
 * E1 Of the server's own environment only what is named here passes. E2 What AWS reserves cannot be overridden by the function's variables.
 */
import type { FunctionSpec } from './function-runner.ts';

const INHERITED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'NODE_PATH', 'LD_LIBRARY_PATH'] as const;

export interface HandlerCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface EnvironmentOptions {
  /** The server's environment. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Where handlers find this server's APIs, such as `http://127.0.0.1:4566`; absent: handlers are told nothing. */
  readonly endpointUrl?: string;
  readonly credentials: HandlerCredentials;
  readonly logStream: string;
}

export function processEnvironment(spec: FunctionSpec, options: EnvironmentOptions): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = options.inherited[name];
    if (value !== undefined) environment[name] = value;
  }
  environment['TZ'] = ':UTC';
  if (options.endpointUrl !== undefined) {
    environment['AWS_ENDPOINT_URL'] = options.endpointUrl;
    environment['AWS_DISABLE_HOST_PREFIX_INJECTION'] = 'true';
  }
  Object.assign(environment, spec.environment);
  const region = arnField(spec.functionArn, 3);
  return Object.assign(environment, {
    _HANDLER: spec.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: options.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: options.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: options.credentials.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: spec.codeDir,
    LAMBDA_RUNTIME_DIR: spec.codeDir,
  });
}

/** Field 3 of an ARN is its region, field 4 its account. */
export function arnField(arn: string, index: number): string {
  return arn.split(':')[index] ?? '';
}
