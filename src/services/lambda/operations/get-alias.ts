/** GetAlias. */
import type { Operation } from '../../../gateway/operation.ts';
import { aliasConfiguration } from '../alias-configuration.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
}

export function getAlias({ store }: LambdaDependencies): Operation<AliasInput> {
  return (input, context) => {
    const record = store.require(parseFunctionAddress(input.FunctionName), context);
    return aliasConfiguration(record, store.requireAlias(record, input.Name));
  };
}
