/**
 * State machines, their revisions, versions and aliases as durable records.
 *
 * M1 Definition and role of a revision never change, and it outlives its machine: executions that run it are resumed and described by it.
 * M2 The first revision has a key but no public id: AWS shows none until the machine is updated.
 * M3 Version numbers of a machine only rise, whatever is deleted.
 * M4 Changes to one machine are made one after another.
 */
import { definitionRevision } from '../../engine/child-machines.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { ACTIVITIES, type ActivityRecord } from './activity-record.ts';
import type { EncryptionConfiguration, LoggingConfiguration, TracingConfiguration } from './configuration.ts';
import type { Tags } from './tags.ts';

export type StateMachineType = 'STANDARD' | 'EXPRESS';

export interface StateMachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly type: StateMachineType;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly createdMs: number;
  /** Key of its current revision. */
  readonly revisionKey: string;
  readonly lastVersion: number;
  readonly tags: Tags;
  /** Of its creation, by which a repeated creation is known. */
  readonly createdWith: { readonly publish: boolean; readonly versionDescription?: string };
}

export interface RevisionRecord {
  readonly key: string;
  /** What the API shows; absent on the first revision. */
  readonly revisionId?: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: StateMachineType;
  /** The text that the author sent. */
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: LoggingConfiguration;
  readonly tracing: TracingConfiguration;
  readonly encryption: EncryptionConfiguration;
  readonly updatedMs: number;
}

export interface VersionRecord {
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly number: number;
  readonly revisionKey: string;
  readonly description?: string;
  readonly createdMs: number;
}

export interface RoutingEntry {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

export interface AliasRecord {
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly description?: string;
  readonly routing: readonly RoutingEntry[];
  readonly createdMs: number;
  readonly updatedMs: number;
}

export const MACHINES = 'states.machines';
export const REVISIONS = 'states.revisions';
export const VERSIONS = 'states.versions';
export const ALIASES = 'states.aliases';

const RECENT_REVISIONS = 200;

export class StateMachineStore {
  readonly machines: RecordCollection<StateMachineRecord>;
  readonly revisions: RecordCollection<RevisionRecord>;
  readonly versions: RecordCollection<VersionRecord>;
  readonly aliases: RecordCollection<AliasRecord>;
  readonly #activities: RecordCollection<ActivityRecord>;
  readonly #records: Records;
  readonly #recent = new Map<string, RevisionRecord>();
  readonly #tails = new Map<string, Promise<unknown>>();

  constructor(records: Records) {
    this.#records = records;
    this.#activities = records.collection(ACTIVITIES);
    this.machines = records.collection(MACHINES);
    this.revisions = records.collection(REVISIONS);
    this.versions = records.collection(VERSIONS);
    this.aliases = records.collection(ALIASES);
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    await this.#records.write(changes);
    for (const { collection, key } of changes) if (collection === REVISIONS) this.#recent.delete(key);
  }

  /** Runs `change` once those before it on the same ARN are done (M4). */
  exclusively<T>(arn: string, change: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(arn) ?? Promise.resolve();
    const turn = before.then(change, change);
    const tail = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(arn, tail);
    void tail.then(() => {
      if (this.#tails.get(arn) === tail) this.#tails.delete(arn);
    });
    return turn;
  }

  /** From memory if it was asked for lately: every start of an execution reads one, and definitions can be large. */
  revision(revisionId: string): RevisionRecord {
    const known = this.#recent.get(revisionId);
    if (known) return known;
    // A child of a map run runs a part of its parent's revision.
    const key = definitionRevision(revisionId);
    const revision = this.#recent.get(key) ?? this.revisions.get(key);
    if (!revision) throw new Error(`State machine revision ${key} is missing from the records`);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size >= RECENT_REVISIONS && oldest !== undefined) this.#recent.delete(oldest);
    this.#recent.set(key, revision);
    return revision;
  }

  hasActivity(arn: string): boolean {
    return this.#activities.has(arn);
  }

  /** Newest first. */
  versionsOf(machineArn: string): readonly VersionRecord[] {
    const found = this.versions.list({ prefix: `${machineArn}:` }).map(({ value }) => value);
    return found.sort((a, b) => b.number - a.number);
  }

  aliasesOf(machineArn: string): readonly AliasRecord[] {
    return this.aliases.list({ prefix: `${machineArn}:` }).map(({ value }) => value);
  }
}

export function put(collection: string, key: string, value: unknown): RecordChange {
  return { type: 'put', collection, key, value };
}
