/** The errors of the Step Functions API in AWS's words: one function per exception of the service model. */
import { ApiError } from '../../gateway/operation.ts';

const quoted =
  (code: string, title: string) =>
  (text: string): ApiError =>
    new ApiError(code, `${title}: '${text}'`);

export const activityAlreadyExists = quoted('ActivityAlreadyExists', 'Activity Already Exists');
export const activityDoesNotExist = quoted('ActivityDoesNotExist', 'Activity Does Not Exist');
export const activityLimitExceeded = quoted('ActivityLimitExceeded', 'Activity Limit Exceeded');
export const executionAlreadyExists = quoted('ExecutionAlreadyExists', 'Execution Already Exists');
export const executionDoesNotExist = quoted('ExecutionDoesNotExist', 'Execution Does Not Exist');
export const executionNotRedrivable = quoted('ExecutionNotRedrivable', 'Execution Not Redrivable');
export const invalidArn = quoted('InvalidArn', 'Invalid Arn');
export const invalidExecutionInput = quoted('InvalidExecutionInput', 'Invalid State Machine Execution Input');
export const invalidName = quoted('InvalidName', 'Invalid Name');
export const invalidOutput = quoted('InvalidOutput', 'Invalid Output');
export const stateMachineAlreadyExists = quoted('StateMachineAlreadyExists', 'State Machine Already Exists');
export const stateMachineDeleting = quoted('StateMachineDeleting', 'State Machine is being deleted');
export const stateMachineDoesNotExist = quoted('StateMachineDoesNotExist', 'State Machine Does Not Exist');
export const stateMachineLimitExceeded = quoted('StateMachineLimitExceeded', 'State Machine Limit Exceeded');
export const resourceNotFound = quoted('ResourceNotFound', 'Resource not found');

export const invalidRoleArn = (arn: string): ApiError => new ApiError('InvalidArn', `Invalid Role Arn: '${arn}'`);
export const invalidToken = (): ApiError => new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
export const taskTimedOut = (): ApiError =>
  new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
export const taskDoesNotExist = (): ApiError =>
  new ApiError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist anymore'");
export const conflict = (message: string): ApiError => new ApiError('ConflictException', message);
export const invalidLoggingConfiguration = (reason: string): ApiError =>
  new ApiError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`);
export const invalidEncryptionConfiguration = (reason: string): ApiError =>
  new ApiError('InvalidEncryptionConfiguration', `Invalid Encryption Configuration: ${reason}`);
export const missingRequiredParameter = (message: string): ApiError =>
  new ApiError('MissingRequiredParameter', message);
export const referencedResourceNotFound = (): ApiError =>
  new ApiError('ResourceNotFound', 'Request references a resource that does not exist.');
export const tooManyTags = (arn: string): ApiError =>
  new ApiError('TooManyTags', `Too many tags: at most 50 are allowed on '${arn}'`, { fields: { resourceName: arn } });
export const typeNotSupported = (): ApiError =>
  new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
/** `reason` is a value of the model's ValidationExceptionReason. */
export const validation = (message: string, reason?: string): ApiError =>
  new ApiError('ValidationException', message, { fields: reason === undefined ? {} : { reason } });
