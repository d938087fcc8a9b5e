/** One request to a stage of a REST API, with all that was found out about it. */
import type { ApiKey, Method, Resource, RestApi, Snapshot, Stage } from '../apigateway/rest-api-record.ts';
import type { ApiRequest, HeaderList } from './api-message.ts';

export interface RestCall {
  readonly api: RestApi;
  readonly stage: Stage;
  readonly snapshot: Snapshot;
  readonly request: ApiRequest;
  readonly requestId: string;
  readonly startedMs: number;
  /** Below the stage, decoded. */
  readonly path: string;
  readonly resource: Resource;
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The client's, with what API Gateway adds about where they came from. */
  readonly headers: HeaderList;
  readonly host: string;
  readonly apiKey?: ApiKey;
}
