/** PutFunctionConcurrency: at most so many processes; what comes beyond waits, and with none at all is refused. */
import type { Operation } from '../../../gateway/operation.ts';
import { ACCOUNT_CONCURRENCY, reservedElsewhere } from '../account-limits.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { invalidParameter } from '../lambda-errors.ts';

export interface PutFunctionConcurrencyInput {
  readonly FunctionName: string;
  readonly ReservedConcurrentExecutions: number;
}

/** AWS leaves this much to functions without a reservation. */
const MIN_UNRESERVED = 100;

export function putFunctionConcurrency({ store }: LambdaDependencies): Operation<PutFunctionConcurrencyInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const record = store.require(address, context);
      const reserved = input.ReservedConcurrentExecutions;
      if (ACCOUNT_CONCURRENCY - reservedElsewhere(store, record) - reserved < MIN_UNRESERVED) {
        throw invalidParameter(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${MIN_UNRESERVED}].`,
        );
      }
      await store.save({ ...record, reservedConcurrency: reserved });
      return { ReservedConcurrentExecutions: reserved };
    });
  };
}
