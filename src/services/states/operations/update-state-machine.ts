import type { Operation } from '../../../gateway/operation.ts';
import { parseStateMachineArn, requireRoleArn } from '../arn.ts';
import {
  type EncryptionConfiguration,
  type LoggingConfiguration,
  resolveEncryption,
  resolveLogging,
  resolveTracing,
  type TracingConfiguration,
} from '../configuration.ts';
import { requireDefinition } from '../definition.ts';
import { missingRequiredParameter, stateMachineDeleting, validation } from '../errors.ts';
import { requireMachine } from '../find-state-machine.ts';
import { publishOnce } from '../publish-version.ts';
import { MACHINES, put, REVISIONS, type RevisionRecord, type StateMachineRecord } from '../state-machine-store.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { sameJson } from './create-state-machine.ts';

export interface UpdateStateMachineInput {
  readonly stateMachineArn: string;
  readonly definition?: string;
  readonly roleArn?: string;
  readonly loggingConfiguration?: LoggingConfiguration;
  readonly tracingConfiguration?: TracingConfiguration;
  readonly encryptionConfiguration?: EncryptionConfiguration;
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

/** A change of definition or role makes a new revision; running executions keep theirs. */
export function updateStateMachine(dependencies: StatesDependencies): Operation<UpdateStateMachineInput> {
  const { store, clock } = dependencies;
  return async (input) => {
    const { machineArn } = parseStateMachineArn(input.stateMachineArn);
    requireSomeChange(input);
    if (input.roleArn !== undefined) requireRoleArn(input.roleArn);
    return store.exclusively(machineArn, async () => {
      const machine = await requireMachine(dependencies, input.stateMachineArn);
      if (machine.status === 'DELETING') throw stateMachineDeleting(machine.arn);
      const nowMs = clock.now();
      const before = store.revision(machine.revisionKey);
      const revision = nextRevision(dependencies, machine, before, input, nowMs);
      const updated = { ...machine, revisionKey: revision.key };
      const published = input.publish ? publishOnce(dependencies, updated, input.versionDescription) : undefined;
      await store.write([
        put(REVISIONS, revision.key, revision),
        put(MACHINES, machine.arn, updated),
        ...(published?.changes ?? []),
      ]);
      return {
        updateDate: new Date(nowMs),
        ...(revision.revisionId !== undefined && { revisionId: revision.revisionId }),
        ...(published && { stateMachineVersionArn: published.version.arn }),
      };
    });
  };
}

function requireSomeChange(input: UpdateStateMachineInput): void {
  const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
  const changes = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration];
  if (changes.every((change) => change === undefined)) {
    throw missingRequiredParameter(
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  if (input.versionDescription !== undefined && !input.publish) {
    throw validation('Version description can only be set when publish is true');
  }
}

/** The current revision with its configuration changed, or a new one if definition or role changed. */
function nextRevision(
  dependencies: StatesDependencies,
  machine: StateMachineRecord,
  before: RevisionRecord,
  input: UpdateStateMachineInput,
  nowMs: number,
): RevisionRecord {
  if (input.definition !== undefined) requireDefinition(dependencies, machine.arn, input.definition, machine.type);
  const configured: RevisionRecord = {
    ...before,
    ...(input.loggingConfiguration && { logging: resolveLogging(input.loggingConfiguration) }),
    ...(input.tracingConfiguration && { tracing: resolveTracing(input.tracingConfiguration) }),
    ...(input.encryptionConfiguration && { encryption: resolveEncryption(input.encryptionConfiguration) }),
  };
  const hasNewDefinition = input.definition !== undefined && !sameJson(input.definition, before.definition);
  const hasNewRole = input.roleArn !== undefined && input.roleArn !== before.roleArn;
  if (!hasNewDefinition && !hasNewRole) return configured;
  const key = dependencies.ids.uuid();
  return {
    ...configured,
    key,
    revisionId: key,
    definition: input.definition ?? before.definition,
    roleArn: input.roleArn ?? before.roleArn,
    updatedMs: nowMs,
  };
}
