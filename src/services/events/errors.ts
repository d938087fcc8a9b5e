/** What callers of EventBridge are told, in AWS's words. */
import { ApiError } from '../../gateway/operation.ts';

export const validation = (message: string): ApiError => new ApiError('ValidationException', message);

export const busNotFound = (name: string): ApiError =>
  new ApiError('ResourceNotFoundException', `Event bus ${name} does not exist.`);

export const ruleNotFound = (name: string, bus: string): ApiError =>
  new ApiError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);

/** What AWS does and Stepwell does not: said, never ignored. */
export const notSupported = (what: string): ApiError => validation(`${what} is not supported by Stepwell.`);
