import type { Operation } from '../../../gateway/operation.ts';
import { readReference, requireParameter } from '../find-parameter.ts';
import type { ParameterStore } from '../parameter-record.ts';
import { parameterView } from '../parameter-view.ts';

export interface GetParameterInput {
  readonly Name: string;
  readonly WithDecryption?: boolean;
}

export function getParameter(store: ParameterStore): Operation<GetParameterInput> {
  return ({ Name, WithDecryption: isDecrypted = false }, context) => {
    const reference = readReference(Name, context);
    const parameter = requireParameter(store, reference);
    return { Parameter: parameterView(store, parameter, { isDecrypted, selector: reference.selector }) };
  };
}
