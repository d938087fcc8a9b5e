/** What a caller of SendTask… is told when its token is good for nothing. */
import type { CallbackResult } from '../../engine/engine.ts';
import { invalidToken, taskDoesNotExist, taskTimedOut } from './errors.ts';

/** @throws {ApiError} InvalidToken, TaskTimedOut, TaskDoesNotExist */
export function requireAccepted(result: CallbackResult): void {
  switch (result) {
    case 'Accepted':
      return;
    case 'InvalidToken':
      throw invalidToken();
    case 'TaskTimedOut':
      throw taskTimedOut();
    case 'TaskDoesNotExist':
      throw taskDoesNotExist();
  }
}
