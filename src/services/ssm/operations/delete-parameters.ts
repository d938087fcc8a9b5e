import type { Operation } from '../../../gateway/operation.ts';
import { findRecord, readReference } from '../find-parameter.ts';
import type { ParameterStore } from '../parameter-record.ts';
import { removeParameter } from '../remove-parameter.ts';

export function deleteParameters(store: ParameterStore): Operation<{ readonly Names: readonly string[] }> {
  return async ({ Names }, context) => {
    const found = Names.map((name) => ({ name, record: findRecord(store, readReference(name, context)) }));
    await store.records.write(found.flatMap(({ record }) => (record ? removeParameter(store, record) : [])));
    return {
      DeletedParameters: found.flatMap(({ name, record }) => (record ? [name] : [])),
      InvalidParameters: found.flatMap(({ name, record }) => (record ? [] : [name])),
    };
  };
}
