/** What every operation needs: the tables of the caller's account and region, its input as they want it, and the time. */
import type { OperationContext } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { toStored } from './attribute-values.ts';
import { DynaliteStore } from './dynalite-store.ts';
import { noSuchTable } from './dynamodb-errors.ts';
import type { ExpirySweeper } from './expiry-sweeper.ts';
import type { TableDatabase } from './table-database.ts';
import type { TableRecord } from './table-record.ts';

export type Request = Record<string, unknown>;

export interface Opened {
  readonly store: DynaliteStore;
  /** A copy that may be changed; bytes are base64 text, the table is named by its name. */
  readonly request: Request;
}

const TABLE_ARN = /^arn:aws[\w-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]+)$/;

export class Tables {
  readonly database: TableDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sweeper: ExpirySweeper;
  readonly #stores = new Map<string, DynaliteStore>();

  constructor(database: TableDatabase, clock: Clock, ids: Ids, sweeper: ExpirySweeper) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.sweeper = sweeper;
  }

  /** A table may be named by its ARN, which then says account and region. */
  open(input: Request, context: OperationContext): Opened {
    const request = toStored(input) as Request;
    const arn = typeof request['TableName'] === 'string' ? TABLE_ARN.exec(request['TableName']) : null;
    if (!arn) return { store: this.storeOf(context.account, context.region), request };
    request['TableName'] = arn[3];
    return { store: this.storeOf(arn[2] as string, arn[1] as string), request };
  }

  storeOf(account: string, region: string): DynaliteStore {
    const key = `${account}/${region}`;
    let store = this.#stores.get(key);
    if (!store) {
      store = new DynaliteStore(this.database, account, region);
      this.#stores.set(key, store);
    }
    return store;
  }

  get nowSeconds(): number {
    return this.clock.now() / 1000;
  }
}

/** A copy of a table's record, to change. @throws `ResourceNotFoundException` */
export function copyTable(store: DynaliteStore, name: string): TableRecord {
  const table = store.findTable(name);
  if (!table) throw noSuchTable(name);
  return structuredClone(table);
}
