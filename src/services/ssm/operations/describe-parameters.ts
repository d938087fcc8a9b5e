import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { allParameters } from '../all-parameters.ts';
import { checkFilters, type ParameterFilter, passes } from '../filters.ts';
import { type PageInput, pageOf } from '../page.ts';
import { type ParameterStore, parameterArn } from '../parameter-record.ts';
import { versionView } from '../parameter-view.ts';

export interface DescribeParametersInput extends PageInput {
  /** The older kind: begins with one of the values. */
  readonly Filters?: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  readonly ParameterFilters?: readonly ParameterFilter[];
  readonly Shared?: boolean;
}

const DEFAULT_PAGE = 50;

export function describeParameters(store: ParameterStore): Operation<DescribeParametersInput> {
  return (input, context) => {
    if (input.Filters?.length && input.ParameterFilters?.length) {
      throw new ApiError('ValidationException', 'You can use either Filters or ParameterFilters in a single request.');
    }
    const older = (input.Filters ?? []).map((filter) => ({ ...filter, Option: 'BeginsWith' }));
    const filters = input.ParameterFilters ?? older;
    checkFilters(filters);
    const all = input.Shared
      ? []
      : [...allParameters(store, context)].filter((parameter) => passes(parameter, filters));
    const { items, paging } = pageOf(all, ({ record }) => record.name, { MaxResults: DEFAULT_PAGE, ...input });
    const Parameters = items.map((parameter) => ({
      ...versionView(parameter),
      ARN: parameterArn(parameter.record, parameter.record.name),
    }));
    return { Parameters, ...paging };
  };
}
