import type { ServiceModel } from '../gateway/service-model.ts';

/**
 * One port to every AWS service. Two implementations: embedded (straight to `services/`, no HTTP) and remote (the official SDK client).
 * `service` is the endpoint prefix of the service model (`states`, `lambda`, `s3`, `dynamodb`, `sns`, `sqs`, `email`, `events`, `logs`), `operation` its name in
 * PascalCase (`PutItem`), `params` have the wire's member names.
 */
export interface AwsCaller {
  call(request: AwsRequest): Promise<CallResult>;
  /** Whether somebody answers for this operation: state machine creation refuses the rest. */
  supports(service: string, operation: string): boolean;
  /** Whether calls of this service leave the server. Absent: none do. */
  isRemote?(service: string): boolean;
  /** A service elsewhere by its name in `aws-sdk:` integrations, as its SDK client describes it. */
  remote?(name: string): { readonly prefix: string; readonly model: ServiceModel } | undefined;
}

export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
  /** Streamed bodies of the answer are handed over whole, as bytes. Without it they stay streams. */
  readonly collectStreams?: boolean;
  readonly region?: string;
  readonly account?: string;
}

/** A service's failure is a value; only a bug throws. */
export type CallResult =
  | {
      readonly ok: true;
      readonly output: Readonly<Record<string, unknown>>;
      readonly requestId: string;
      readonly status: number;
    }
  | {
      readonly ok: false;
      /** Exception name as the service model spells it: `ResourceNotFoundException`, `NoSuchBucket`. */
      readonly code: string;
      readonly message: string;
      readonly status: number;
      readonly requestId: string;
      readonly fault: 'client' | 'server';
    };
