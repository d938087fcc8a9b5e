import type { Operation } from '../../../gateway/operation.ts';
import { functionArn, parseFunctionAddress } from '../function-address.ts';
import { type PageInput, pageOf } from '../page.ts';
import type { MappingDependencies } from './mapping-dependencies.ts';
import { mappingView } from './mapping-record.ts';

export interface ListEventSourceMappingsInput extends PageInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
}

export function listEventSourceMappings({ mappings }: MappingDependencies): Operation<ListEventSourceMappingsInput> {
  return (input, context) => {
    const { EventSourceArn, FunctionName } = input;
    const { account, region } = context;
    const address = FunctionName === undefined ? undefined : parseFunctionAddress(FunctionName);
    const arn = address && functionArn({ account, region, ...address }, address.qualifier);
    const all = mappings
      .list()
      .map(({ value }) => value)
      .filter(
        (one) =>
          one.account === account &&
          one.region === region &&
          (EventSourceArn === undefined || one.eventSourceArn === EventSourceArn) &&
          (arn === undefined || one.functionArn === arn),
      );
    const { items, NextMarker } = pageOf(all, ({ id }) => id, input);
    return { EventSourceMappings: items.map((one) => mappingView(one)), NextMarker };
  };
}
