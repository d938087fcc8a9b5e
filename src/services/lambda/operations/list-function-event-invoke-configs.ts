/** ListFunctionEventInvokeConfigs: those of a function and of all its versions and aliases. */
import type { Operation } from '../../../gateway/operation.ts';
import { configsOf, configView, functionDoesNotExist } from '../event-invoke-config.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { type PageInput, pageOf } from '../page.ts';

export interface ListFunctionEventInvokeConfigsInput extends PageInput {
  readonly FunctionName: string;
}

export function listFunctionEventInvokeConfigs({
  store,
  eventInvokeConfigs,
}: LambdaDependencies): Operation<ListFunctionEventInvokeConfigsInput> {
  return (input, context) => {
    const record = store.find(parseFunctionAddress(input.FunctionName), context);
    if (!record) throw functionDoesNotExist();
    const all = configsOf(eventInvokeConfigs, record);
    const { items, NextMarker } = pageOf(all, ({ functionArn }) => functionArn, input);
    return {
      FunctionEventInvokeConfigs: items.map(configView),
      ...(NextMarker === undefined ? {} : { NextMarker }),
    };
  };
}
