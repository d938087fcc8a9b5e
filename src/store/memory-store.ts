/** The store of `--ephemeral` and of tests: the same promises as SQLite's, except that nothing outlives the process. */
import { MemoryJournal } from './memory-journal.ts';
import { MemoryMapRuns } from './memory-map-runs.ts';
import { MemoryRecords } from './memory-records.ts';
import type { Store } from './store.ts';

export function createMemoryStore(): Store {
  return { journal: new MemoryJournal(), mapRuns: new MemoryMapRuns(), records: new MemoryRecords(), async close() {} };
}
