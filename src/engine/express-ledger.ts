/**
 * Express executions keep their history in memory. What an asynchronous one leaves in the journal is one row: that it was acknowledged,
 * and with what input. After a crash it runs again from there; at its end the row goes.
 */
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { ExecutionRecord, Journal, StepCommit, StoredExecution } from '../store/journal.ts';
import type { Ledger } from './ledger.ts';

export interface ExpressLedger extends Ledger {
  stored(): StoredExecution | undefined;
}

/**
 * `row`: `none` for synchronous executions, whose caller waits for the end; `write` for an asynchronous start; `written` when recovery
 * found it. `removeFailed` is told when the row could not be removed: the execution would run once more after a restart.
 */
export function expressLedger(
  journal: Journal,
  row: 'none' | 'write' | 'written',
  removeFailed: (error: unknown) => void,
): ExpressLedger {
  const history: JournalEvent[] = [];
  let length = 0;
  let record: ExecutionRecord | undefined;
  let isInJournal = row === 'written';

  async function writeRow(step: StepCommit): Promise<void> {
    const started = step.history.slice(0, 1);
    const open: ExecutionRecord = { ...step.record!, status: 'RUNNING', stopMs: undefined, output: undefined };
    try {
      await journal.commit([{ executionArn: step.executionArn, expectedLength: 0, history: started, record: open }]);
    } catch (error) {
      // The acknowledgement may be all that was lost: then the row is there, and the execution has begun.
      if (!(await journal.record(step.executionArn).catch(() => undefined))) throw error;
    }
    isInJournal = true;
  }

  function removeRow(executionArn: string): void {
    isInJournal = false;
    journal.commit([{ executionArn, expectedLength: 1, history: [], remove: true }]).catch(removeFailed);
  }

  return {
    isDurable: false,
    async commit(step) {
      const hasEnded = step.record !== undefined && step.record.status !== 'RUNNING';
      // One that ends in its first step is over before it is acknowledged: there is nothing to resume.
      if (row === 'write' && length === 0 && !hasEnded) await writeRow(step);
      for (const entry of step.history) history.push(entry);
      length = step.expectedLength + 1;
      record = step.record ?? record;
      if (hasEnded && isInJournal) removeRow(step.executionArn);
    },
    async read() {
      return this.stored();
    },
    stored: () => (record ? { history, length, record } : undefined),
  };
}
