/** SNS's exceptions in its words. */
import { ApiError } from '../../gateway/operation.ts';

/** `Invalid parameter: Subject` */
export const invalidParameter = (what: string): ApiError =>
  new ApiError('InvalidParameter', `Invalid parameter: ${what}`);

/** Of a message's attributes. */
export const invalidValue = (message: string): ApiError => new ApiError('ParameterValueInvalid', message);

export const topicNotFound = (): ApiError => new ApiError('NotFound', 'Topic does not exist', { status: 404 });

export const subscriptionNotFound = (): ApiError =>
  new ApiError('NotFound', 'Subscription does not exist', { status: 404 });

export const resourceNotFound = (): ApiError =>
  new ApiError('ResourceNotFound', 'Resource does not exist', { status: 404 });
