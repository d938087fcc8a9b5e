/**
 * Finds machines, and what an execution of a qualified ARN is to run. A machine that is being deleted disappears for good once its last
 * execution has ended; its revisions stay.
 */
import { parseStateMachineArn, type StateMachineArn } from './arn.ts';
import { stateMachineDeleting, stateMachineDoesNotExist } from './errors.ts';
import type {
  AliasRecord,
  RevisionRecord,
  RoutingEntry,
  StateMachineRecord,
  VersionRecord,
} from './state-machine-store.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export interface Target {
  readonly machine: StateMachineRecord;
  readonly revision: RevisionRecord;
  readonly version?: VersionRecord;
  readonly alias?: AliasRecord;
}

/** The machine of an ARN, deleted ones forgotten. */
export async function findMachine(
  { store, engine }: StatesDependencies,
  machineArn: string,
): Promise<StateMachineRecord | undefined> {
  const machine = store.machines.get(machineArn);
  if (machine?.status !== 'DELETING') return machine;
  const running = await engine.list({ stateMachineArn: machineArn, status: 'RUNNING' }, 1);
  if (running.items.length > 0) return machine;
  await store.machines.delete(machineArn);
  return undefined;
}

/** @throws {ApiError} InvalidArn, StateMachineDoesNotExist */
export async function requireMachine(dependencies: StatesDependencies, arn: string): Promise<StateMachineRecord> {
  const { machineArn } = parseStateMachineArn(arn);
  const machine = await findMachine(dependencies, machineArn);
  if (!machine) throw stateMachineDoesNotExist(arn);
  return machine;
}

/** @throws {ApiError} InvalidArn, StateMachineDoesNotExist, StateMachineDeleting */
export async function requireTarget(dependencies: StatesDependencies, arn: string): Promise<Target> {
  const parsed = parseStateMachineArn(arn);
  const machine = await findMachine(dependencies, parsed.machineArn);
  if (!machine) throw stateMachineDoesNotExist(arn);
  if (machine.status === 'DELETING') throw stateMachineDeleting(parsed.machineArn);
  return resolveTarget(dependencies, machine, parsed);
}

function resolveTarget(
  { store, ids }: StatesDependencies,
  machine: StateMachineRecord,
  parsed: StateMachineArn,
): Target {
  if (parsed.version !== undefined) {
    const version = store.versions.get(parsed.arn);
    if (!version) throw stateMachineDoesNotExist(parsed.arn);
    return { machine, version, revision: store.revision(version.revisionKey) };
  }
  if (parsed.alias !== undefined) {
    const alias = store.aliases.get(parsed.arn);
    const version = alias && store.versions.get(chooseVersion(alias.routing, ids.random()));
    if (!alias || !version) throw stateMachineDoesNotExist(parsed.arn);
    return { machine, alias, version, revision: store.revision(version.revisionKey) };
  }
  return { machine, revision: store.revision(machine.revisionKey) };
}

/** `random` is in [0, 1); weights are percentages that add up to 100. */
export function chooseVersion(routing: readonly RoutingEntry[], random: number): string {
  let left = random * 100;
  for (const { stateMachineVersionArn, weight } of routing) {
    left -= weight;
    if (left < 0) return stateMachineVersionArn;
  }
  return routing.at(-1)?.stateMachineVersionArn ?? '';
}
