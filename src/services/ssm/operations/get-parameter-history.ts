import type { Operation } from '../../../gateway/operation.ts';
import { requireRecord } from '../find-parameter.ts';
import { labelsOf } from '../labels.ts';
import { type PageInput, pageOf } from '../page.ts';
import { type ParameterStore, versionPrefix } from '../parameter-record.ts';
import { versionView } from '../parameter-view.ts';
import { openValue } from '../secure-value.ts';

export interface GetParameterHistoryInput extends PageInput {
  readonly Name: string;
  readonly WithDecryption?: boolean;
}

const DEFAULT_PAGE = 50;

export function getParameterHistory(store: ParameterStore): Operation<GetParameterHistoryInput> {
  return (input, context) => {
    const record = requireRecord(store, context, input.Name);
    const all = store.versions.list({ prefix: versionPrefix(record, record.name) });
    const { items, paging } = pageOf(all, ({ key }) => key, { MaxResults: DEFAULT_PAGE, ...input });
    const Parameters = items.map(({ value: version }) => {
      const labels = labelsOf(record, version.version);
      return {
        ...versionView({ record, version }),
        Value: openValue(store, { record, version }, input.WithDecryption ?? false),
        // The model forbids an empty list; AWS answers one all the same.
        Labels: labels,
      };
    });
    return { Parameters, ...paging };
  };
}
