/** The Express executions of this process: those that run, and the last few that ended, for whoever asks a moment later. */
import type { Logger } from '../runtime/logger.ts';
import type { Journal, StoredExecution } from '../store/journal.ts';
import { type ExpressLedger, expressLedger } from './express-ledger.ts';

const MAX_ENDED = 100;

export class ExpressExecutions {
  readonly #journal: Journal;
  readonly #logger: Logger;
  readonly #running = new Map<string, ExpressLedger>();
  readonly #ended = new Map<string, ExpressLedger>();

  constructor(journal: Journal, logger: Logger) {
    this.#journal = journal;
    this.#logger = logger;
  }

  ledger(executionArn: string, row: 'none' | 'write' | 'written'): ExpressLedger {
    const ledger = expressLedger(this.#journal, row, (error) => {
      this.#logger.warn('An Express execution that ended will run again after a restart', { executionArn, error });
    });
    this.#running.set(executionArn, ledger);
    return ledger;
  }

  stored(executionArn: string): StoredExecution | undefined {
    return (this.#running.get(executionArn) ?? this.#ended.get(executionArn))?.stored();
  }

  ended(executionArn: string): void {
    const ledger = this.#running.get(executionArn);
    if (!ledger) return;
    this.#running.delete(executionArn);
    this.#ended.set(executionArn, ledger);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= MAX_ENDED) return;
      this.#ended.delete(oldest);
    }
  }
}
