import type { Operation } from '../../../gateway/operation.ts';
import { allParameters } from '../all-parameters.ts';
import { checkFilters, isUnder, type ParameterFilter, passes } from '../filters.ts';
import { type PageInput, pageOf } from '../page.ts';
import { checkPath } from '../parameter-name.ts';
import type { ParameterStore } from '../parameter-record.ts';
import { parameterView } from '../parameter-view.ts';

export interface GetParametersByPathInput extends PageInput {
  readonly Path: string;
  readonly Recursive?: boolean;
  readonly ParameterFilters?: readonly ParameterFilter[];
  readonly WithDecryption?: boolean;
}

export function getParametersByPath(store: ParameterStore): Operation<GetParametersByPathInput> {
  return (input, context) => {
    const { Path, Recursive = false, ParameterFilters = [], WithDecryption: isDecrypted = false } = input;
    checkPath(Path);
    checkFilters(ParameterFilters, ['Type', 'KeyId', 'Label', 'DataType']);
    const under = Path === '/' ? '' : Path;
    const all = [...allParameters(store, context, under)].filter(
      (parameter) => isUnder(parameter.record.name, Path, Recursive) && passes(parameter, ParameterFilters),
    );
    const { items, paging } = pageOf(all, ({ record }) => record.name, input);
    return { Parameters: items.map((parameter) => parameterView(store, parameter, { isDecrypted })), ...paging };
  };
}
