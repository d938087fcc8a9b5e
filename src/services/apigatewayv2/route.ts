/** Checks a route when it is put. */
import { badRequest, conflict } from './http-api-errors.ts';
import type { HttpApi, HttpRoute } from './http-api-record.ts';

export interface RouteInput {
  readonly RouteKey?: string;
  readonly Target?: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
  readonly ApiKeyRequired?: boolean;
  readonly OperationName?: string;
}

const ROUTE_KEY = /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|ANY) \/\S*$/;

export function routeOf(api: HttpApi, input: RouteInput, id: string): HttpRoute {
  const { RouteKey = '', AuthorizationType = 'NONE', Target } = input;
  if (RouteKey !== '$default' && !ROUTE_KEY.test(RouteKey)) {
    throw badRequest(
      `The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"`,
    );
  }
  if (AuthorizationType !== 'NONE' && AuthorizationType !== 'AWS_IAM') {
    throw badRequest(`Stepwell does not support the authorization type ${AuthorizationType}: it has NONE and AWS_IAM`);
  }
  if (input.ApiKeyRequired) throw badRequest('ApiKeyRequired is not currently supported for HTTP APIs');
  if (Target !== undefined && !Object.hasOwn(api.integrations, Target.replace(/^integrations\//, ''))) {
    throw badRequest(`Invalid target ${Target}: it names no integration of this API`);
  }
  if (Object.values(api.routes).some((route) => route.RouteKey === RouteKey && route.RouteId !== id)) {
    throw conflict(`Route with key ${RouteKey} already exists for this API`);
  }
  return {
    RouteId: id,
    RouteKey,
    Target,
    AuthorizationType,
    ApiKeyRequired: false,
    OperationName: input.OperationName,
  };
}
