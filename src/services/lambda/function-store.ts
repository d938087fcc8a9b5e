/**
 * Finds and keeps functions, versions and aliases.
 *
 * S1 Changes of one function happen one after another (`exclusively`): what an operation checked still holds when it writes.
 * S2 An ARN of another account or region finds the function of that name here, if the account it names has none: definitions that were
 * written for AWS run as they are.
 */
import type { RecordCollection, Records } from '../../store/records.ts';
import { type FunctionAddress, functionArn } from './function-address.ts';
import type { AliasRecord, FunctionRecord, FunctionSettings, VersionRecord } from './function-record.ts';
import { functionNotFound, resourceNotFound } from './lambda-errors.ts';

/** Whose request it is. */
export interface Caller {
  readonly region: string;
  readonly account: string;
}

/** One state of a function that can be described and invoked. */
export interface Qualified {
  readonly record: FunctionRecord;
  readonly settings: FunctionSettings;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly alias?: AliasRecord;
}

const FUNCTIONS = 'lambda.functions';
const VERSIONS = 'lambda.versions';
const ALIASES = 'lambda.aliases';

export class FunctionStore {
  readonly functions: RecordCollection<FunctionRecord>;
  readonly #versions: RecordCollection<VersionRecord>;
  readonly #aliases: RecordCollection<AliasRecord>;
  readonly #records: Records;
  readonly #tails = new Map<string, Promise<unknown>>();

  constructor(records: Records) {
    this.#records = records;
    this.functions = records.collection(FUNCTIONS);
    this.#versions = records.collection(VERSIONS);
    this.#aliases = records.collection(ALIASES);
  }

  /** Runs `change` after all earlier ones of the same function name. */
  exclusively<T>(name: string, change: () => Promise<T>): Promise<T> {
    const run = (this.#tails.get(name) ?? Promise.resolve()).then(change);
    const settled = run.then(
      () => {},
      () => {},
    );
    this.#tails.set(name, settled);
    void settled.then(() => {
      if (this.#tails.get(name) === settled) this.#tails.delete(name);
    });
    return run;
  }

  find(address: FunctionAddress, caller: Caller): FunctionRecord | undefined {
    const { region = caller.region, account = caller.account, name } = address;
    return (
      this.functions.get(functionKey({ region, account, name })) ?? this.functions.get(functionKey({ ...caller, name }))
    );
  }

  /** @throws {ApiError} ResourceNotFoundException */
  require(address: FunctionAddress, caller: Caller): FunctionRecord {
    const record = this.find(address, caller);
    if (record) return record;
    throw functionNotFound(functionArn({ ...caller, ...address }, address.qualifier));
  }

  /** @throws {ApiError} ResourceNotFoundException for the function, the version or the alias. */
  requireQualified(address: FunctionAddress, caller: Caller): Qualified {
    const record = this.require(address, caller);
    const qualified = this.#qualified(record, address.qualifier);
    if (!qualified) throw functionNotFound(functionArn(record, address.qualifier ?? '$LATEST'));
    return qualified;
  }

  findQualified(address: FunctionAddress, caller: Caller): Qualified | undefined {
    const record = this.find(address, caller);
    return record && this.#qualified(record, address.qualifier);
  }

  #qualified(record: FunctionRecord, qualifier = '$LATEST'): Qualified | undefined {
    const alias = isVersion(qualifier) ? undefined : this.alias(record, qualifier);
    const version = alias?.functionVersion ?? qualifier;
    const settings = this.settings(record, version);
    return settings && { record, settings, version, ...(alias === undefined ? {} : { alias }) };
  }

  settings(record: FunctionRecord, version: string): FunctionSettings | undefined {
    if (version === '$LATEST') return record.settings;
    return /^\d+$/.test(version) ? this.#versions.get(versionKey(record, Number(version)))?.settings : undefined;
  }

  versions(record: FunctionRecord): readonly VersionRecord[] {
    return this.#versions.list({ prefix: `${functionKey(record)}/` }).map(({ value }) => value);
  }

  alias(record: FunctionRecord, name: string): AliasRecord | undefined {
    return this.#aliases.get(aliasKey(record, name));
  }

  /** @throws {ApiError} ResourceNotFoundException */
  requireAlias(record: FunctionRecord, name: string): AliasRecord {
    const alias = this.alias(record, name);
    if (!alias) throw resourceNotFound(`Cannot find alias arn: ${functionArn(record, name)}`);
    return alias;
  }

  aliases(record: FunctionRecord): readonly AliasRecord[] {
    return this.#aliases.list({ prefix: `${functionKey(record)}/` }).map(({ value }) => value);
  }

  save(record: FunctionRecord): Promise<void> {
    return this.functions.put(functionKey(record), record);
  }

  /** The version and the function that counts it, together. */
  saveVersion(record: FunctionRecord, version: VersionRecord): Promise<void> {
    return this.#records.write([
      { type: 'put', collection: VERSIONS, key: versionKey(record, version.version), value: version },
      { type: 'put', collection: FUNCTIONS, key: functionKey(record), value: record },
    ]);
  }

  saveAlias(record: FunctionRecord, alias: AliasRecord): Promise<void> {
    return this.#aliases.put(aliasKey(record, alias.name), alias);
  }

  async deleteAlias(record: FunctionRecord, name: string): Promise<void> {
    await this.#aliases.delete(aliasKey(record, name));
  }

  async deleteVersion(record: FunctionRecord, version: number): Promise<void> {
    await this.#versions.delete(versionKey(record, version));
  }

  /** The function with all its versions and aliases, at once. */
  delete(record: FunctionRecord): Promise<void> {
    return this.#records.write([
      { type: 'delete', collection: FUNCTIONS, key: functionKey(record) },
      ...this.versions(record).map(({ version }) => ({
        type: 'delete' as const,
        collection: VERSIONS,
        key: versionKey(record, version),
      })),
      ...this.aliases(record).map(({ name }) => ({
        type: 'delete' as const,
        collection: ALIASES,
        key: aliasKey(record, name),
      })),
    ]);
  }

  /** Every package that some function or version still needs. */
  codeIds(): ReadonlySet<string> {
    return new Set([
      ...this.functions.list().map(({ value }) => value.settings.codeId),
      ...this.#versions.list().map(({ value }) => value.settings.codeId),
    ]);
  }
}

export function functionKey({ account, region, name }: { account: string; region: string; name: string }): string {
  return `${account}/${region}/${name}`;
}

export function isVersion(qualifier: string): boolean {
  return qualifier === '$LATEST' || /^\d+$/.test(qualifier);
}

/** Padded, so that keys are in the order of the numbers. */
function versionKey(record: FunctionRecord, version: number): string {
  return `${functionKey(record)}/${String(version).padStart(10, '0')}`;
}

function aliasKey(record: FunctionRecord, name: string): string {
  return `${functionKey(record)}/${name}`;
}
