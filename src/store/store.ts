/** A data directory opened: the journal, the map runs and the records share one file, one transaction and one sync. */
import type { Journal } from './journal.ts';
import type { MapRunJournal } from './map-run-journal.ts';
import type { Records } from './records.ts';

export interface Store {
  readonly journal: Journal;
  readonly mapRuns: MapRunJournal;
  readonly records: Records;
  /** Writes what is pending, then lets go of the data directory. */
  close(): Promise<void>;
}
