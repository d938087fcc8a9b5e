/** Where one execution's steps go: the journal for Standard executions, memory for Express ones. */
import type { Journal, StepCommit, StoredExecution } from '../store/journal.ts';

export interface Ledger {
  /** Resolves once the step is as durable as this kind of execution demands. */
  commit(step: StepCommit): Promise<void>;
  read(): Promise<StoredExecution | undefined>;
  /** Whether the execution can be dropped from memory and read back. */
  readonly isDurable: boolean;
}

export function journalLedger(journal: Journal, executionArn: string): Ledger {
  return {
    isDurable: true,
    commit: (step) => journal.commit([step]),
    read: () => journal.read(executionArn),
  };
}
