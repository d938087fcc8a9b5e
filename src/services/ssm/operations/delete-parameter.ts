import type { Operation } from '../../../gateway/operation.ts';
import { requireRecord } from '../find-parameter.ts';
import type { ParameterStore } from '../parameter-record.ts';
import { removeParameter } from '../remove-parameter.ts';

export function deleteParameter(store: ParameterStore): Operation<{ readonly Name: string }> {
  return async ({ Name }, context) => {
    await store.records.write(removeParameter(store, requireRecord(store, context, Name)));
    return {};
  };
}
