/** HTTP APIs as records. Changes of one API happen one after another. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import { contentKey, fromToken, type NextItem, nextItem, resumeAt, toToken } from '../resume-listing.ts';
import { badRequest, notFound } from './http-api-errors.ts';
import type { HttpApi } from './http-api-record.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

export class HttpApiStore {
  readonly clock: Clock;
  readonly #apis: RecordCollection<HttpApi>;
  readonly #ids: Ids;
  readonly #tails = new Map<string, Promise<void>>();

  constructor(records: Records, clock: Clock, ids: Ids) {
    this.#apis = records.collection('apigatewayv2.apis');
    this.clock = clock;
    this.#ids = ids;
  }

  newId(length = 10): string {
    const digest = createHash('sha256').update(this.#ids.uuid()).digest();
    return Array.from(digest.subarray(0, length), (byte) => (byte % 36).toString(36)).join('');
  }

  byId(id: string): HttpApi | undefined {
    return this.#apis.get(id);
  }

  require(id: string, { account, region }: Place): HttpApi {
    const api = this.#apis.get(id);
    if (!api || api.account !== account || api.region !== region)
      throw notFound(`Invalid API identifier specified ${id}`);
    return api;
  }

  list({ account, region }: Place): readonly HttpApi[] {
    return this.#apis
      .list()
      .map(({ value }) => value)
      .filter((api) => api.account === account && api.region === region);
  }

  create(api: HttpApi): Promise<void> {
    return this.#apis.put(api.id, api);
  }

  async change(id: string, place: Place, change: (api: HttpApi) => HttpApi): Promise<HttpApi> {
    const run = (this.#tails.get(id) ?? Promise.resolve()).then(async () => {
      const next = change(this.require(id, place));
      await this.#apis.put(id, next);
      return next;
    });
    const settled = run.then(
      () => {},
      () => {},
    );
    this.#tails.set(id, settled);
    void settled.then(() => {
      if (this.#tails.get(id) === settled) this.#tails.delete(id);
    });
    return run;
  }

  async delete(id: string, place: Place): Promise<void> {
    this.require(id, place);
    await this.#apis.delete(id);
  }
}

export function memberOf<T>(map: Readonly<Record<string, T>>, id: string, what: string): T {
  const found = Object.hasOwn(map, id) ? map[id] : undefined;
  if (!found) throw notFound(`Unable to find ${what} by id ${id} within the provided API`);
  return found;
}

export function without<T>(map: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}

/** Listings are short: `NextToken` is the place to go on at. */
export function page<T>(
  all: readonly T[],
  { MaxResults, NextToken }: { readonly MaxResults?: string | number; readonly NextToken?: string },
): { readonly Items: readonly T[]; readonly NextToken?: string } {
  const from = resumeAt(all, contentKey, NextToken === undefined ? undefined : read(NextToken));
  const end = from + Math.max(1, Number(MaxResults ?? 100) || 100);
  const next = nextItem(all, contentKey, end);
  return { Items: all.slice(from, end), ...(next && { NextToken: toToken(next) }) };
}

function read(token: string): NextItem {
  const next = fromToken(token);
  if (!next) throw badRequest('Invalid NextToken specified');
  return next;
}
