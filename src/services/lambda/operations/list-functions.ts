/** ListFunctions: of the caller's account and region; all versions if asked for. */
import type { Operation } from '../../../gateway/operation.ts';
import { listedConfiguration } from '../function-configuration.ts';
import { functionKey, type Qualified } from '../function-store.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { type PageInput, pageOf } from '../page.ts';

export interface ListFunctionsInput extends PageInput {
  readonly FunctionVersion?: string;
}

export function listFunctions({ store }: LambdaDependencies): Operation<ListFunctionsInput> {
  return (input, { account, region }) => {
    const records = store.functions
      .list({ prefix: functionKey({ account, region, name: '' }) })
      .map(({ value }) => value);
    const withVersions = input.FunctionVersion === 'ALL';
    const all = records.flatMap((record): Qualified[] => [
      { record, settings: record.settings, version: '$LATEST' },
      ...(withVersions
        ? store.versions(record).map(({ version, settings }) => ({ record, settings, version: String(version) }))
        : []),
    ]);
    const { items, NextMarker } = pageOf(all, ({ record, version }) => `${record.name}:${version}`, input);
    return {
      Functions: items.map((item) => listedConfiguration(item, withVersions ? item.version : undefined)),
      ...(NextMarker === undefined ? {} : { NextMarker }),
    };
  };
}
