import type { Operation } from '../../../gateway/operation.ts';
import { requireRecord, requireVersion } from '../find-parameter.ts';
import { putLabels } from '../labels.ts';
import { type ParameterStore, parameterKey } from '../parameter-record.ts';

export interface LabelParameterVersionInput {
  readonly Name: string;
  /** Default: the newest. */
  readonly ParameterVersion?: number;
  readonly Labels: readonly string[];
}

export function labelParameterVersion(store: ParameterStore): Operation<LabelParameterVersionInput> {
  return async ({ Name, ParameterVersion, Labels }, context) => {
    const record = requireRecord(store, context, Name);
    const { version } = requireVersion(store, record, ParameterVersion ?? record.version);
    const { changed, invalid } = putLabels(record, version, Labels);
    await store.parameters.put(parameterKey(record, record.name), changed);
    return { InvalidLabels: invalid, ParameterVersion: version };
  };
}
