/** CloudFormation's errors in its words. */
import { ApiError } from '../../gateway/operation.ts';

export const validationError = (message: string): ApiError => new ApiError('ValidationError', message);

export const noSuchStackId = (name: string): ApiError => validationError(`Stack with id ${name} does not exist`);

export const noSuchStack = (name: string): ApiError => validationError(`Stack [${name}] does not exist`);

export const stackExists = (name: string): ApiError =>
  new ApiError('AlreadyExistsException', `Stack [${name}] already exists`);

export const changeSetNotFound = (name: string): ApiError =>
  new ApiError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, { status: 404 });

export const insufficientCapabilities = (capabilities: readonly string[]): ApiError =>
  new ApiError('InsufficientCapabilitiesException', `Requires capabilities : [${capabilities.join(', ')}]`);

/** What an author of a template can mend becomes a ValidationError; anything else stays the bug that it is. */
export async function mendable<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'DeployError') throw validationError(error.message);
    throw error;
  }
}
