/** DeleteAlias: the same answer whether there was one or not. */
import type { Operation } from '../../../gateway/operation.ts';
import { forgetEventInvokes } from '../event-invoke-config.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import type { AliasInput } from './get-alias.ts';

export function deleteAlias({ store, eventInvokeConfigs }: LambdaDependencies): Operation<AliasInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const record = store.require(address, context);
      await store.deleteAlias(record, input.Name);
      await forgetEventInvokes(eventInvokeConfigs, record, input.Name);
      return {};
    });
  };
}
