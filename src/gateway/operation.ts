/**
 * What a service offers to the protocol layer: plain functions from decoded input to output, by operation name.
 * Inputs were checked against the service model (types, required members, constraints) before an operation sees them.
 *
 * Inputs hold a `Date` for a timestamp, a `Buffer` for a blob, a `ByteStream` for a streaming blob. Outputs may hold a `Date`, epoch
 * seconds or ISO 8601 text for a timestamp; bytes or text for a blob; bytes, text or a `ByteStream` for a streaming one. Members
 * that the model does not know are not sent.
 */
export interface Service {
  /** Key of the service table: botocore's folder name, such as `stepfunctions`, `lambda`, `s3`. */
  readonly model: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations that check their input themselves, in words of their own; types have been checked all the same. */
  readonly checksOwnInput?: ReadonlySet<string>;
}

// biome-ignore lint/suspicious/noExplicitAny: the service model types inputs and outputs at run time; each operation declares its own.
export type Operation<Input = any, Output = any> = (
  input: Input,
  context: OperationContext,
) => Promise<Output> | Output;

export interface OperationContext {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly requestId: string;
  /** Aborts when the client went away. */
  readonly signal: AbortSignal;
  /** Scheme and authority by which the client reached us: `http://127.0.0.1:4566`. URLs in answers are built from it. */
  readonly baseUrl: string;
  readonly accessKeyId?: string;
  /** Of calls in process: two calls with the same key are one, made again after a crash. */
  readonly idempotencyKey?: string;
  /** Of HTTP requests only; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of an `aws-chunked` body: filled once the body was read to its end, lower-case names. Their checksums were verified. */
  readonly trailers?: Readonly<Record<string, string>>;
  /** HTTP status of the answer when it is not the model's. */
  setStatus?(status: number): void;
  /** Adds a header to the answer. */
  setHeader?(name: string, value: string): void;
}

/** A streaming blob: request bodies arrive and answers leave as byte chunks, never whole in memory. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** What an API caller sees: AWS's exception name, message, fault and status. `fields` are further members of the error's shape. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fault: 'client' | 'server';
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; fault?: 'client' | 'server'; fields?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = options.status ?? 400;
    this.fault = options.fault ?? (this.status >= 500 ? 'server' : 'client');
    this.fields = options.fields ?? {};
  }
}
