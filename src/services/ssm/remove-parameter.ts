import type { RecordChange } from '../../store/records.ts';
import {
  PARAMETERS,
  type ParameterRecord,
  type ParameterStore,
  parameterKey,
  VERSIONS,
  versionPrefix,
} from './parameter-record.ts';

export function removeParameter(store: ParameterStore, record: ParameterRecord): readonly RecordChange[] {
  const versions = store.versions.list({ prefix: versionPrefix(record, record.name) });
  return [
    { type: 'delete', collection: PARAMETERS, key: parameterKey(record, record.name) },
    ...versions.map(({ key }) => ({ type: 'delete' as const, collection: VERSIONS, key })),
  ];
}
