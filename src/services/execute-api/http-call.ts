/** One request to a stage of an HTTP API. */
import type { HttpApi, HttpIntegration, HttpRoute, HttpStage } from '../apigatewayv2/http-api-record.ts';
import type { ApiRequest, HeaderList } from './api-message.ts';

export interface HttpCall {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly route: HttpRoute;
  readonly integration: HttpIntegration;
  readonly request: ApiRequest;
  readonly requestId: string;
  readonly startedMs: number;
  /** Below the stage, decoded. */
  readonly path: string;
  /** As the client sees it: with the stage's name, unless that is `$default`. Not decoded. */
  readonly rawPath: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly headers: HeaderList;
  readonly host: string;
}
