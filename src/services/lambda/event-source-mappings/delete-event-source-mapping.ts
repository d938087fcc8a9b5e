import type { Operation } from '../../../gateway/operation.ts';
import type { MappingDependencies } from './mapping-dependencies.ts';
import { mappingView, requireMapping } from './mapping-record.ts';

export function deleteEventSourceMapping({
  mappings,
  refresh,
}: MappingDependencies): Operation<{ readonly UUID: string }> {
  return async ({ UUID }) => {
    const record = requireMapping(mappings, UUID);
    await mappings.delete(UUID);
    refresh(UUID);
    return mappingView(record, 'Deleting');
  };
}
