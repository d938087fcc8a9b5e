import type { Operation } from '../../../gateway/operation.ts';
import { describeContinuousBackups } from '../continuous-backups.ts';
import { tableNotFound } from '../dynamodb-errors.ts';
import { copyTable, type Request, type Tables } from '../tables.ts';

interface Specification {
  readonly PointInTimeRecoveryEnabled: boolean;
  readonly RecoveryPeriodInDays?: number;
}

const MAX_DAYS = 35;

export function updateContinuousBackups(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    const name = request['TableName'] as string;
    const specification = request['PointInTimeRecoverySpecification'] as Specification;
    const { nowSeconds } = tables;
    return tables.database.run(() => {
      if (!store.findTable(name)) throw tableNotFound(name);
      const table = copyTable(store, name);
      if (specification.PointInTimeRecoveryEnabled) {
        const sinceSeconds = table.pointInTimeRecovery?.sinceSeconds ?? nowSeconds;
        table.pointInTimeRecovery = { sinceSeconds, periodDays: specification.RecoveryPeriodInDays ?? MAX_DAYS };
      } else {
        delete table.pointInTimeRecovery;
      }
      store.putTable(table);
      return describeContinuousBackups(table, nowSeconds);
    });
  };
}
