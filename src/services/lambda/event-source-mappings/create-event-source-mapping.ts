import type { Operation } from '../../../gateway/operation.ts';
import { conflict } from '../lambda-errors.ts';
import type { MappingDependencies } from './mapping-dependencies.ts';
import { type MappingInput, mappingOf, mappingView } from './mapping-record.ts';

const DEFAULT_BATCH = 10;

export function createEventSourceMapping({
  mappings,
  store,
  clock,
  ids,
  refresh,
}: MappingDependencies): Operation<MappingInput> {
  return async (input, context) => {
    const { account, region } = context;
    const fresh = {
      id: ids.uuid(),
      account,
      region,
      isEnabled: true,
      batchSize: DEFAULT_BATCH,
      windowSeconds: 0,
      filters: [],
      reportsFailures: false,
      modifiedMs: 0,
    };
    const record = mappingOf(input, fresh, store, clock.now());
    const twin = mappings
      .list()
      .find(({ value }) => value.eventSourceArn === record.eventSourceArn && value.functionArn === record.functionArn);
    if (twin) {
      throw conflict(
        `An event source mapping with SQS arn (" ${record.eventSourceArn} ") and function (" ${record.functionArn.split(':')[6]} ") already exists. Please update or delete the existing mapping with UUID ${twin.value.id}`,
      );
    }
    await mappings.put(record.id, record);
    refresh(record.id);
    return mappingView(record, 'Creating');
  };
}
