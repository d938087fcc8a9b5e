/** What the operations of the Lambda API stand on. */
import type { FunctionRunner } from '../../functions/function-runner.ts';
import type { ByteStream } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import type { CodeStore } from './code-store.ts';
import type { EventInvokeConfigs } from './event-invoke-config.ts';
import type { FunctionStore } from './function-store.ts';

export interface ObjectRequest {
  readonly region: string;
  readonly account: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Reads an object of S3. @throws {ApiError} with S3's code and message. */
export type ReadObject = (request: ObjectRequest) => Promise<ByteStream>;

export interface DeadLetter {
  readonly targetArn: string;
  /** The event, as JSON text. */
  readonly body: string;
  readonly requestId: string;
  readonly errorCode: number;
  readonly errorMessage: string;
}

/** What a destination is told of an asynchronous invocation. */
export interface InvocationEnd {
  readonly targetArn: string;
  /** With its qualifier. */
  readonly functionArn: string;
  readonly isSuccess: boolean;
  /** JSON text. */
  readonly record: string;
}

export interface LambdaDependencies {
  readonly store: FunctionStore;
  readonly code: CodeStore;
  readonly runner: FunctionRunner;
  readonly asyncInvocations: AsyncInvocations;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  readonly readObject: ReadObject | undefined;
  readonly hasDeadLetters: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
