import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { readReference, requireParameter } from '../find-parameter.ts';
import type { Parameter, ParameterStore } from '../parameter-record.ts';
import { parameterView } from '../parameter-view.ts';
import { validation } from '../ssm-errors.ts';

export interface GetParametersInput {
  readonly Names: readonly string[];
  readonly WithDecryption?: boolean;
}

export function getParameters(store: ParameterStore): Operation<GetParametersInput> {
  return ({ Names, WithDecryption: isDecrypted = false }, context) => {
    if (new Set(Names).size < Names.length) throw validation('Names must not contain duplicates.');
    const Parameters: object[] = [];
    const InvalidParameters: string[] = [];
    for (const name of Names) {
      const reference = readReference(name, context);
      const parameter = find(() => requireParameter(store, reference));
      if (parameter) Parameters.push(parameterView(store, parameter, { isDecrypted, selector: reference.selector }));
      else InvalidParameters.push(name);
    }
    return { Parameters, InvalidParameters };
  };
}

function find(require: () => Parameter): Parameter | undefined {
  try {
    return require();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
