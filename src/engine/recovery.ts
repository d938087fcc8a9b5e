/** After a start of the server: what was under way goes on. What only waits stays on disk until its timer or callback comes. */
import type { ExecutionRecord, Journal } from '../store/journal.ts';

const PAGE = 200;

export interface Resumption {
  /** Resolves once everything outstanding of a Standard execution was dispatched. */
  resume(executionArn: string): Promise<void>;
  /** Begins an Express execution again. */
  rerun(executionArn: string, record: ExecutionRecord): Promise<void>;
}

export async function recoverOpen(journal: Journal, resumption: Resumption): Promise<void> {
  let after: string | undefined;
  do {
    const page = await journal.open({ idle: false }, PAGE, after);
    await Promise.all(page.items.map(({ executionArn }) => recover(journal, resumption, executionArn)));
    after = page.next;
  } while (after !== undefined);
}

async function recover(journal: Journal, resumption: Resumption, executionArn: string): Promise<void> {
  const record = await journal.record(executionArn);
  if (!record) return;
  if (record.type === 'EXPRESS') await resumption.rerun(executionArn, record);
  else await resumption.resume(executionArn);
}
