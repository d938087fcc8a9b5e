/** Errors as DynamoDB words them. */
import { ApiError } from '../../gateway/operation.ts';

/** What dynalite throws or hands to callbacks: an error with the body of AWS's answer. A bug stays what it is. */
export function toApiError(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Record<string, unknown> };
  if (statusCode === undefined || body === undefined) return error;
  const code = String(body['__type']).split('#').pop() as string;
  const message = String(body['message'] ?? body['Message'] ?? '');
  return new ApiError(code, message.replace(EMPTY_KEY, 'One or more parameter values are not valid. $1'), {
    status: statusCode,
  });
}

/** The library has other words for the key of a request than for that of an item. AWS has not. */
const EMPTY_KEY =
  /^One or more parameter values were invalid: (The AttributeValue for a key attribute cannot contain an empty )/;

/** A transaction is refused for it as a whole, before anything is tried. */
export function isOfEmptyKey(error: unknown): boolean {
  return error instanceof ApiError && error.message.includes('for a key attribute cannot contain an empty ');
}

export const validationError = (message: string): ApiError => new ApiError('ValidationException', message);

export const invalidParameter = (message: string): ApiError =>
  validationError(`One or more parameter values were invalid: ${message}`);

/** Of operations on items. */
export const resourceNotFound = (): ApiError =>
  new ApiError('ResourceNotFoundException', 'Requested resource not found');

/** Of operations on tables. */
export const noSuchTable = (name: string): ApiError =>
  new ApiError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

/** Of the operations on backups. */
export const tableNotFound = (name: string): ApiError =>
  new ApiError('TableNotFoundException', `Table not found: ${name}`);

export const tableInUse = (name: string): ApiError =>
  new ApiError('ResourceInUseException', `Table already exists: ${name}`);

/** A field that AWS has and this service does not: refused by name, never ignored. */
export const notSupported = (field: string): ApiError => validationError(`${field} is not supported by Stepwell`);
