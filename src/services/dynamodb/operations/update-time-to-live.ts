import type { Operation } from '../../../gateway/operation.ts';
import { validationError } from '../dynamodb-errors.ts';
import { copyTable, type Request, type Tables } from '../tables.ts';
import { noteAllExpiries } from '../time-to-live.ts';

interface Specification {
  readonly Enabled: boolean;
  readonly AttributeName: string;
}

export function updateTimeToLive(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    const name = request['TableName'] as string;
    const specification = request['TimeToLiveSpecification'] as Specification;
    return tables.database.run(() => {
      const table = copyTable(store, name);
      refuseSameState(table.timeToLive, specification);
      if (specification.Enabled) table.timeToLive = specification.AttributeName;
      else delete table.timeToLive;
      store.putTable(table);
      store.database.drop(store.expiriesSpace(name));
      if (specification.Enabled) noteAllExpiries(store, name, specification.AttributeName);
      tables.sweeper.watch(store, name, specification.Enabled);
      return { TimeToLiveSpecification: specification };
    });
  };
}

function refuseSameState(current: string | undefined, { Enabled, AttributeName }: Specification): void {
  if (!Enabled && current === undefined) throw validationError('TimeToLive is already disabled');
  if (current !== undefined && current !== AttributeName) {
    throw validationError(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  }
  if (Enabled && current !== undefined) throw validationError('TimeToLive is already enabled');
}
