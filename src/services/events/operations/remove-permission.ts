import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';
import { busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';

export interface RemovePermissionInput {
  readonly EventBusName?: string;
  readonly StatementId?: string;
  readonly RemoveAllPermissions?: boolean;
}

export function removePermission(rules: RuleBook): Operation<RemovePermissionInput> {
  return async ({ EventBusName, StatementId, RemoveAllPermissions }, place) => {
    const bus = rules.bus(place, busNameOf(EventBusName));
    const { policy, ...rest } = bus;
    const modifiedMs = rules.clock.now();
    if (RemoveAllPermissions) {
      await rules.saveBus({ ...rest, modifiedMs });
      return {};
    }
    if (StatementId === undefined) throw validation('Parameter StatementId must be specified.');
    if (!policy) throw notFound('EventBus does not have a policy.');
    const Statement = policy.Statement.filter(({ Sid }) => Sid !== StatementId);
    if (Statement.length === policy.Statement.length) {
      throw notFound('Statement with the provided id does not exist.');
    }
    await rules.saveBus({ ...rest, ...(Statement.length > 0 && { policy: { ...policy, Statement } }), modifiedMs });
    return {};
  };
}

const notFound = (message: string): ApiError => new ApiError('ResourceNotFoundException', message);
