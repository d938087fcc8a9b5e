import type { Operation } from '../../../gateway/operation.ts';
import type { MappingDependencies } from './mapping-dependencies.ts';
import { mappingView, requireMapping } from './mapping-record.ts';

export function getEventSourceMapping({ mappings }: MappingDependencies): Operation<{ readonly UUID: string }> {
  return ({ UUID }) => mappingView(requireMapping(mappings, UUID));
}
