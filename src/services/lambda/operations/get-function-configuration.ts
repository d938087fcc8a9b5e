/** GetFunctionConfiguration. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { functionConfiguration } from '../function-configuration.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import type { QualifiedInput } from './get-function.ts';

export function getFunctionConfiguration({ store }: LambdaDependencies): Operation<QualifiedInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    return functionConfiguration(store.requireQualified(address, context), address.qualifier);
  };
}
