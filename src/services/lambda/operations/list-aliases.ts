/** ListAliases: all of a function, or those that point to a version. */
import type { Operation } from '../../../gateway/operation.ts';
import { aliasConfiguration } from '../alias-configuration.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { type PageInput, pageOf } from '../page.ts';

export interface ListAliasesInput extends PageInput {
  readonly FunctionName: string;
  readonly FunctionVersion?: string;
}

export function listAliases({ store }: LambdaDependencies): Operation<ListAliasesInput> {
  return (input, context) => {
    const record = store.require(parseFunctionAddress(input.FunctionName), context);
    const { FunctionVersion: version } = input;
    const chosen = store.aliases(record).filter((alias) => version === undefined || alias.functionVersion === version);
    const { items, NextMarker } = pageOf(chosen, ({ name }) => name, input);
    return {
      Aliases: items.map((alias) => aliasConfiguration(record, alias)),
      ...(NextMarker === undefined ? {} : { NextMarker }),
    };
  };
}
