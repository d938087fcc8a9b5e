/** Versions are numbered snapshots of a revision; a revision is published once at most. */
import type { RecordChange } from '../../store/records.ts';
import { MACHINES, put, type StateMachineRecord, VERSIONS, type VersionRecord } from './state-machine-store.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export interface PublishedVersion {
  readonly version: VersionRecord;
  /** What is to be written: the version and its machine, whose counter has risen. Nothing if the revision was published before. */
  readonly changes: readonly RecordChange[];
}

/** Publishes the revision that `machine` points to. */
export function createVersion(
  { clock }: StatesDependencies,
  machine: StateMachineRecord,
  description: string | undefined,
): PublishedVersion {
  const number = machine.lastVersion + 1;
  const version: VersionRecord = {
    arn: `${machine.arn}:${number}`,
    stateMachineArn: machine.arn,
    number,
    revisionKey: machine.revisionKey,
    description,
    createdMs: clock.now(),
  };
  return {
    version,
    changes: [put(VERSIONS, version.arn, version), put(MACHINES, machine.arn, { ...machine, lastVersion: number })],
  };
}

/** As `createVersion`, but a revision that has a version keeps it. */
export function publishOnce(
  dependencies: StatesDependencies,
  machine: StateMachineRecord,
  description: string | undefined,
): PublishedVersion {
  const known = dependencies.store.versionsOf(machine.arn).find((one) => one.revisionKey === machine.revisionKey);
  return known ? { version: known, changes: [] } : createVersion(dependencies, machine, description);
}
