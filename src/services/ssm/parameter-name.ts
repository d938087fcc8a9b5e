/** What a name may be. */
import { ApiError } from '../../gateway/operation.ts';
import { validation } from './ssm-errors.ts';

const MAX_LEVELS = 15;
const MAX_LENGTH = 1_011;

const RULES =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

/** @throws {ApiError} for a name that no parameter can have */
export function checkNewName(name: string): void {
  const isPath = name.split('/').length > 2;
  if (/^\/aws/i.test(name) && isPath) {
    throw new ApiError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (/^\/?(?:aws|ssm)/i.test(name)) {
    throw validation(isPath ? RULES : 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  }
  if (!/^[a-zA-Z0-9_./-]+$/.test(name) || name.includes('//') || name.endsWith('/')) throw validation(RULES);
  if (name.includes('/') && !name.startsWith('/')) throw validation('Parameter name must be a fully qualified name.');
  if (name.length > MAX_LENGTH) throw validation(`Parameter name must not be longer than ${MAX_LENGTH} characters.`);
  if (name.split('/').length - 1 > MAX_LEVELS) {
    throw new ApiError(
      'HierarchyLevelLimitExceededException',
      `A hierarchy can have a maximum of ${MAX_LEVELS} levels. For more information, see Requirements and constraints for parameter names in the AWS Systems Manager User Guide.`,
    );
  }
}

const PATH_RULES =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

/** @throws {ApiError} */
export function checkPath(path: string): void {
  if (!/^(?:\/|(?:\/[a-zA-Z0-9_.-]+)+\/?)$/.test(path)) throw validation(PATH_RULES);
}
