/** ListVersionsByFunction: `$LATEST` first, then in the order of publication. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { listedConfiguration } from '../function-configuration.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { type PageInput, pageOf } from '../page.ts';

export interface ListVersionsInput extends PageInput {
  readonly FunctionName: string;
}

export function listVersionsByFunction({ store }: LambdaDependencies): Operation<ListVersionsInput> {
  return (input, context) => {
    const record = store.require(parseFunctionAddress(input.FunctionName), context);
    const all = [
      { record, settings: record.settings, version: '$LATEST' },
      ...store.versions(record).map(({ version, settings }) => ({ record, settings, version: String(version) })),
    ];
    const { items, NextMarker } = pageOf(all, ({ version }) => version, input);
    return {
      Versions: items.map((item) => listedConfiguration(item, item.version)),
      ...(NextMarker === undefined ? {} : { NextMarker }),
    };
  };
}
