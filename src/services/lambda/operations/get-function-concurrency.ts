/** GetFunctionConcurrency. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export interface FunctionInput {
  readonly FunctionName: string;
}

export function getFunctionConcurrency({ store }: LambdaDependencies): Operation<FunctionInput> {
  return (input, context) => {
    const { reservedConcurrency } = store.require(parseFunctionAddress(input.FunctionName), context);
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  };
}
