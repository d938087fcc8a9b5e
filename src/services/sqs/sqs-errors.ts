/**
 * SQS's exceptions in its words. Codes of the service model are given by shape name; the wire turns them into the older Query codes where a
 * client speaks that protocol. The rest are AWS's common codes.
 */
import { ApiError, type OperationContext } from '../../gateway/operation.ts';

export const invalidParameter = (message: string): ApiError => new ApiError('InvalidParameterValue', message);

/** `Value 1200 for parameter DelaySeconds is invalid. Reason: …` */
export const invalidValue = (value: unknown, parameter: string, reason: string): ApiError =>
  invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const missingParameter = (name: string): ApiError =>
  new ApiError('MissingParameter', `The request must contain the parameter ${name}.`);

export const invalidAttributeValue = (name: string, reason?: string): ApiError =>
  new ApiError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason === undefined ? '' : ` Reason: ${reason}`}`,
  );

export const unknownAttribute = (name: string): ApiError =>
  new ApiError('InvalidAttributeName', `Unknown Attribute ${name}.`);

/** Older clients, of the Query protocol, are told in older words. */
export function queueDoesNotExist(context?: OperationContext): ApiError {
  const isQuery = context?.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return new ApiError(
    'QueueDoesNotExist',
    `The specified queue does not exist${isQuery ? ' for this wsdl version' : ''}.`,
  );
}

export const receiptHandleIsInvalid = (handle: string): ApiError =>
  new ApiError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);

export const purgeQueueInProgress = (name: string): ApiError =>
  new ApiError('PurgeQueueInProgress', `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`);
