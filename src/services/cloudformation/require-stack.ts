import { validationError } from './cloudformation-errors.ts';
import type { StackView } from './stack-port.ts';

const NOT_UPDATABLE = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED', 'DELETE_COMPLETE']);

/** @throws {ApiError} ValidationError for a stack in whose status nothing can be deployed */
export function requireUpdatable({ stackId, status }: StackView): void {
  if (status.endsWith('_IN_PROGRESS') || NOT_UPDATABLE.has(status))
    throw validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);
}
