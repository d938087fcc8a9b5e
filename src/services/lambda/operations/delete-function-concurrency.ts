/** DeleteFunctionConcurrency. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import type { FunctionInput } from './get-function-concurrency.ts';

export function deleteFunctionConcurrency({ store }: LambdaDependencies): Operation<FunctionInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const { reservedConcurrency: _given, ...record } = store.require(address, context);
      await store.save(record);
      return {};
    });
  };
}
