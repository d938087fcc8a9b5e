import type { Clock } from '../../../runtime/clock.ts';
import type { Ids } from '../../../runtime/ids.ts';
import type { FunctionStore } from '../function-store.ts';
import type { Mappings } from './mapping-record.ts';

export interface MappingDependencies {
  readonly mappings: Mappings;
  readonly store: FunctionStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Tells the pollers that a mapping has changed. */
  readonly refresh: (id: string) => void;
}
