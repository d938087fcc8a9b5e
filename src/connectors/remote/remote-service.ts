/**
 * One service elsewhere: AWS itself, or whoever speaks its protocol at another address, through the official SDK client.
 *
 * R1 Credentials, profiles and regions are found as the SDK finds them. R2 A service's failure is a value; so is a service that cannot be reached.
 */
import type { OperationModel, ServiceModel, Shape } from '../../gateway/service-model.ts';
import type { AwsRequest, CallResult } from '../aws-caller.ts';
import { readBlob } from '../payload.ts';
import { SDK_CLIENT_EXCEPTION } from '../service-failure.ts';
import type { SdkPackage } from './find-sdk-client.ts';
import { exceptionOf, operationOf } from './sdk-schema.ts';

interface SdkClient {
  readonly config: { readonly serviceId: string };
  send(command: unknown, options: { readonly abortSignal?: AbortSignal }): Promise<Record<string, unknown>>;
  destroy(): void;
}

type SdkConstructor = new (input: object) => unknown;

export interface RemoteServiceOptions {
  /** As in `aws-sdk:NAME:…`. */
  readonly name: string;
  /** Absent: AWS itself. */
  readonly endpoint?: string;
  /** Absent: the region of the task. */
  readonly region?: string;
  readonly client: SdkPackage;
}

export class RemoteService {
  /** The service as the SDK describes it. */
  readonly model: ServiceModel;
  /** First part of an error's name: `BedrockRuntime`. */
  readonly prefix: string;
  readonly #options: RemoteServiceOptions;
  readonly #clients = new Map<string, SdkClient>();

  constructor(options: RemoteServiceOptions) {
    this.#options = options;
    const { serviceId } = this.#client(options.region ?? 'us-east-1').config;
    this.prefix = prefixOf(serviceId);
    this.model = modelOf(options.name, serviceId, options.client);
  }

  supports(operation: string): boolean {
    return typeof this.#options.client[`${operation}Command`] === 'function';
  }

  async call(request: AwsRequest): Promise<CallResult> {
    const Command = this.#options.client[`${request.operation}Command`] as SdkConstructor;
    const { signal: abortSignal } = request;
    try {
      const client = this.#client(this.#options.region ?? request.region ?? 'us-east-1');
      const answer = await client.send(new Command(request.params), { ...(abortSignal && { abortSignal }) });
      const { $metadata, ...output } = answer as { $metadata: Metadata } & Record<string, unknown>;
      const stream = output['Body'];
      if (request.collectStreams && isStream(stream)) output['Body'] = await readBlob(stream);
      return { ok: true, output, requestId: $metadata.requestId ?? '', status: $metadata.httpStatusCode ?? 200 };
    } catch (error) {
      return failure(error as SdkError, this.#options);
    }
  }

  stop(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  #client(region: string): SdkClient {
    const known = this.#clients.get(region);
    if (known) return known;
    const { client, endpoint, name } = this.#options;
    const made = new (clientClass(client))({
      region,
      ...(endpoint !== undefined && { endpoint }),
      // Buckets as host names need a DNS that other servers seldom have.
      ...(endpoint !== undefined && name === 's3' && { forcePathStyle: true }),
    }) as SdkClient;
    this.#clients.set(region, made);
    return made;
  }
}

/** `S3Client`, but neither `S3` nor the nameless base class that is exported as `__Client`. */
function clientClass(client: SdkPackage): SdkConstructor {
  const name = Object.keys(client).find((key) => /^[A-Za-z0-9]+Client$/.test(key));
  return client[name as string] as SdkConstructor;
}

interface Metadata {
  readonly requestId?: string;
  readonly httpStatusCode?: number;
}

interface SdkError extends Error {
  readonly $metadata?: Metadata;
  readonly $fault?: 'client' | 'server';
  readonly code?: string;
}

function failure(error: SdkError, { endpoint, name }: RemoteServiceOptions): CallResult {
  const { $metadata: metadata, $fault: fault = 'client' } = error;
  const status = metadata?.httpStatusCode;
  if (status !== undefined) {
    const code = error.name === 'Error' || error.name === 'UnknownError' ? 'UnknownError' : error.name;
    return { ok: false, code, message: error.message, status, requestId: metadata?.requestId ?? 'null', fault };
  }
  const where = endpoint ?? `the AWS endpoint of ${name}`;
  const message =
    error.name === 'CredentialsProviderError'
      ? `Unable to load credentials from any of the providers in the chain: ${error.message}`
      : `Unable to execute HTTP request: ${where}: ${error.message || error.code || error.name}`;
  return { ok: false, code: SDK_CLIENT_EXCEPTION, message, status: 0, requestId: 'null', fault: 'client' };
}

function isStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** `Bedrock Runtime` → `BedrockRuntime`, `SageMaker` → `SageMaker`, `ECS` → `Ecs`: as the SDK for Java names its exceptions. */
function prefixOf(serviceId: string): string {
  const words = serviceId.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [serviceId];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');
}

function modelOf(name: string, serviceId: string, client: SdkPackage): ServiceModel {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, Shape>();
  for (const [key, value] of Object.entries(client)) {
    if (!key.endsWith('$')) continue;
    const operation = operationOf(value);
    if (operation) operations.set(operation.name, operation);
    const exception = exceptionOf(value);
    if (exception && !exception.name.endsWith('ServiceException')) errors.set(exception.name, exception);
  }
  return {
    name,
    serviceId,
    apiVersion: '',
    protocols: [],
    jsonVersion: '1.1',
    signingName: name,
    endpointPrefix: name,
    queryCompatible: false,
    operations,
    errors,
    shape(shapeName) {
      throw new Error(`The client of ${name} does not tell of the shape ${shapeName} by name`);
    },
  };
}
