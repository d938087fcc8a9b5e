/** GetFunctionCodeSigningConfig: no function has one, as there is no way to give it one. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import type { FunctionInput } from './get-function-concurrency.ts';

export function getFunctionCodeSigningConfig({ store }: LambdaDependencies): Operation<FunctionInput> {
  return (input, context) => {
    const { name } = store.require(parseFunctionAddress(input.FunctionName), context);
    return { CodeSigningConfigArn: '', FunctionName: name };
  };
}
