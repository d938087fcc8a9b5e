/** The function that a tag operation names: by its ARN, without a qualifier. */
import { parseFunctionAddress } from './function-address.ts';
import type { FunctionRecord } from './function-record.ts';
import type { Caller, FunctionStore } from './function-store.ts';
import { invalidParameter } from './lambda-errors.ts';

/** @throws {ApiError} InvalidParameterValueException, ResourceNotFoundException */
export function taggedFunction(store: FunctionStore, arn: string, caller: Caller): FunctionRecord {
  const address = parseFunctionAddress(arn);
  if (address.qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return store.require(address, caller);
}
