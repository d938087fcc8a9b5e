import type { Operation } from '../../../gateway/operation.ts';
import type { MappingDependencies } from './mapping-dependencies.ts';
import { type MappingInput, mappingOf, mappingView, requireMapping } from './mapping-record.ts';

export function updateEventSourceMapping({
  mappings,
  store,
  clock,
  refresh,
}: MappingDependencies): Operation<MappingInput & { readonly UUID: string }> {
  return async (input) => {
    const { UUID, ...change } = input;
    const record = mappingOf(change as MappingInput, requireMapping(mappings, UUID), store, clock.now());
    await mappings.put(UUID, record);
    refresh(UUID);
    return mappingView(record, 'Updating');
  };
}
