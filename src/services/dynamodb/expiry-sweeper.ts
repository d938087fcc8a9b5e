/** Looks once a second for items whose time to live is over, as long as any table has one. */
import type { Clock } from '../../runtime/clock.ts';
import type { DynaliteStore } from './dynalite-store.ts';
import type { TableDatabase } from './table-database.ts';
import type { TableRecord } from './table-record.ts';
import { expireItems } from './time-to-live.ts';

const INTERVAL_MS = 1_000;
/** Tables with a time to live, over all accounts and regions: `account/region/table`. */
const WATCHED = 'time-to-live';

export class ExpirySweeper {
  readonly #database: TableDatabase;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #storeOf: (account: string, region: string) => DynaliteStore = () => {
    throw new Error('The sweeper was not started');
  };
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(database: TableDatabase, clock: Clock, onError: (error: unknown) => void) {
    this.#database = database;
    this.#clock = clock;
    this.#onError = onError;
  }

  start(storeOf: (account: string, region: string) => DynaliteStore): void {
    this.#storeOf = storeOf;
    if (this.#database.entries(WATCHED, {}, 1).length > 0) this.#arm();
  }

  /** Inside the transaction that switches a table's time to live on or off, or deletes the table. */
  watch(store: DynaliteStore, table: string, isOn: boolean): void {
    const { awsAccountId, awsRegion } = store.tableDb;
    const key = `${awsAccountId}/${awsRegion}/${table}`;
    if (!isOn) {
      this.#database.delete(WATCHED, key);
      return;
    }
    this.#database.put(WATCHED, key, '0');
    this.#arm();
  }

  /** Deletes what is due now. */
  async sweep(): Promise<void> {
    for (const { key } of this.#database.entries(WATCHED, {}, Number.MAX_SAFE_INTEGER)) {
      const [account, region, name] = key.split('/') as [string, string, string];
      const store = this.#storeOf(account, region);
      const expireSome = (table: TableRecord) => this.#database.run(() => expireItems(store, table, this.#clock.now()));
      for (let more = true; more && !this.#stopped; ) {
        const table = store.findTable(name);
        more = table?.timeToLive !== undefined && (await expireSome(table));
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #arm(): void {
    if (this.#cancel || this.#stopped) return;
    this.#cancel = this.#clock.after(INTERVAL_MS, () => {
      this.sweep()
        .catch(this.#onError)
        .finally(() => {
          this.#cancel = undefined;
          if (!this.#stopped && this.#database.entries(WATCHED, {}, 1).length > 0) this.#arm();
        });
    });
  }
}
