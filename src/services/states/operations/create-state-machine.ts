import type { Operation } from '../../../gateway/operation.ts';
import { requireRoleArn, stateMachineArn } from '../arn.ts';
import {
  type EncryptionConfiguration,
  type LoggingConfiguration,
  resolveEncryption,
  resolveLogging,
  resolveTracing,
  type TracingConfiguration,
} from '../configuration.ts';
import { requireDefinition } from '../definition.ts';
import { stateMachineAlreadyExists, stateMachineDeleting, stateMachineLimitExceeded, validation } from '../errors.ts';
import { findMachine } from '../find-state-machine.ts';
import { requireName } from '../name.ts';
import { createVersion } from '../publish-version.ts';
import {
  MACHINES,
  put,
  REVISIONS,
  type RevisionRecord,
  type StateMachineRecord,
  type StateMachineType,
} from '../state-machine-store.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { addTags, type Tag } from '../tags.ts';

export interface CreateStateMachineInput {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly type?: StateMachineType;
  readonly loggingConfiguration?: LoggingConfiguration;
  readonly tracingConfiguration?: TracingConfiguration;
  readonly encryptionConfiguration?: EncryptionConfiguration;
  readonly tags?: readonly Tag[];
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

/** Idempotent: a second creation of the same machine answers like the first; role and tags of the second are ignored, as at AWS. */
export function createStateMachine(dependencies: StatesDependencies): Operation<CreateStateMachineInput> {
  const { store, limits, clock, ids } = dependencies;
  return async (input, { region, account }) => {
    const name = requireName(input.name);
    requireRoleArn(input.roleArn);
    if (input.versionDescription !== undefined && !input.publish) {
      throw validation('Version description can only be set when publish is true');
    }
    const arn = stateMachineArn(region, account, name);
    const type = input.type ?? 'STANDARD';
    const revision: RevisionRecord = {
      key: ids.uuid(),
      stateMachineArn: arn,
      name,
      type,
      definition: input.definition,
      roleArn: input.roleArn,
      logging: resolveLogging(input.loggingConfiguration),
      tracing: resolveTracing(input.tracingConfiguration),
      encryption: resolveEncryption(input.encryptionConfiguration),
      updatedMs: clock.now(),
    };
    requireDefinition(dependencies, arn, input.definition, type);
    return store.exclusively(arn, async () => {
      const existing = await findMachine(dependencies, arn);
      if (existing) return repeatedCreation(dependencies, existing, revision, input);
      if (store.machines.count(stateMachineArn(region, account, '')) >= limits.stateMachines) {
        throw stateMachineLimitExceeded(`At most ${limits.stateMachines} state machines are allowed`);
      }
      const machine: StateMachineRecord = {
        arn,
        name,
        type,
        status: 'ACTIVE',
        createdMs: revision.updatedMs,
        revisionKey: revision.key,
        lastVersion: 0,
        tags: addTags(arn, {}, input.tags),
        createdWith: { publish: input.publish ?? false, versionDescription: input.versionDescription },
      };
      const published = input.publish ? createVersion(dependencies, machine, input.versionDescription) : undefined;
      await store.write([
        put(REVISIONS, revision.key, revision),
        ...(published?.changes ?? [put(MACHINES, arn, machine)]),
      ]);
      return created(machine, published?.version.arn);
    });
  };
}

function repeatedCreation(
  { store }: StatesDependencies,
  existing: StateMachineRecord,
  wanted: RevisionRecord,
  input: CreateStateMachineInput,
) {
  if (existing.status === 'DELETING') throw stateMachineDeleting(existing.arn);
  const current = store.revision(existing.revisionKey);
  const isSame =
    sameJson(current.definition, wanted.definition) &&
    existing.type === wanted.type &&
    JSON.stringify([current.logging, current.tracing, current.encryption]) ===
      JSON.stringify([wanted.logging, wanted.tracing, wanted.encryption]) &&
    existing.createdWith.publish === (input.publish ?? false) &&
    existing.createdWith.versionDescription === input.versionDescription;
  if (!isSame) throw stateMachineAlreadyExists(existing.arn);
  const version = input.publish ? store.versionsOf(existing.arn).at(-1) : undefined;
  return created(existing, version?.arn);
}

function created(machine: StateMachineRecord, stateMachineVersionArn: string | undefined) {
  return {
    stateMachineArn: machine.arn,
    creationDate: new Date(machine.createdMs),
    ...(stateMachineVersionArn !== undefined && { stateMachineVersionArn }),
  };
}

/** Definitions are compared as JSON: white space is not a difference. */
export function sameJson(left: string, right: string): boolean {
  return left === right || JSON.stringify(JSON.parse(left)) === JSON.stringify(JSON.parse(right));
}
