/** Answers that API Gateway gives itself, before or instead of an integration. */

export interface GatewayFailure {
  /** The gateway response's type, as templates name it. */
  readonly type: string;
  readonly status: number;
  readonly message: string;
  /** For `x-amzn-ErrorType`. */
  readonly exception: string;
}

export class GatewayError extends Error {
  readonly failure: GatewayFailure;

  constructor(failure: GatewayFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

const failure = (type: string, status: number, message: string, exception: string): GatewayFailure => ({
  type,
  status,
  message,
  exception,
});

export const missingToken = failure(
  'MISSING_AUTHENTICATION_TOKEN',
  403,
  'Missing Authentication Token',
  'MissingAuthenticationTokenException',
);
export const invalidApiKey = failure('INVALID_API_KEY', 403, 'Forbidden', 'ForbiddenException');
export const accessDenied = failure('ACCESS_DENIED', 403, 'Forbidden', 'ForbiddenException');
export const configurationError = failure(
  'API_CONFIGURATION_ERROR',
  500,
  'Internal server error',
  'InternalServerErrorException',
);
export const badGateway = failure('DEFAULT_5XX', 502, 'Internal server error', 'InternalServerErrorException');
export const integrationFailure = failure(
  'INTEGRATION_FAILURE',
  504,
  'Network error communicating with endpoint',
  'GatewayTimeoutException',
);
export const integrationTimeout = failure(
  'INTEGRATION_TIMEOUT',
  504,
  'Endpoint request timed out',
  'InternalServerErrorException',
);
export const unsupportedMediaType = failure(
  'UNSUPPORTED_MEDIA_TYPE',
  415,
  'Unsupported Media Type',
  'UnsupportedMediaTypeException',
);
export const tooLarge = failure('REQUEST_TOO_LARGE', 413, 'Request Too Long', 'RequestTooLargeException');
export const badBody = failure('BAD_REQUEST_BODY', 400, 'Invalid request body', 'BadRequestException');
export const badParameters = (names: readonly string[]): GatewayFailure =>
  failure(
    'BAD_REQUEST_PARAMETERS',
    400,
    `Missing required request parameters: [${names.join(', ')}]`,
    'BadRequestException',
  );
