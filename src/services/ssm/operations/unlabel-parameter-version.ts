import type { Operation } from '../../../gateway/operation.ts';
import { requireRecord, requireVersion } from '../find-parameter.ts';
import { labelsOf } from '../labels.ts';
import { type ParameterStore, parameterKey } from '../parameter-record.ts';

export interface UnlabelParameterVersionInput {
  readonly Name: string;
  readonly ParameterVersion: number;
  readonly Labels: readonly string[];
}

export function unlabelParameterVersion(store: ParameterStore): Operation<UnlabelParameterVersionInput> {
  return async ({ Name, ParameterVersion, Labels }, context) => {
    const record = requireRecord(store, context, Name);
    const { version } = requireVersion(store, record, ParameterVersion);
    const removed = labelsOf(record, version).filter((label) => Labels.includes(label));
    const labels = Object.fromEntries(Object.entries(record.labels).filter(([label]) => !removed.includes(label)));
    await store.parameters.put(parameterKey(record, record.name), { ...record, labels });
    return { RemovedLabels: removed, InvalidLabels: Labels.filter((label) => !removed.includes(label)) };
  };
}
