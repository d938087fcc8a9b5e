import { ApiError } from '../../gateway/operation.ts';
import { validation } from './kms-errors.ts';

/** @throws {ApiError} ValidationException, InvalidAliasNameException, NotAuthorizedException */
export function checkAliasName(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/') throw validation('Invalid identifier');
  if (name.includes(':'))
    throw new ApiError('InvalidAliasNameException', `${name} contains invalid characters for an alias`);
  if (/^alias\/aws(?:\/|$)/i.test(name)) throw new ApiError('NotAuthorizedException', '');
}
