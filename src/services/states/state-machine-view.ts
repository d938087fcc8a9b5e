/** State machines as the API shows them: by their current revision, by a version, or as an execution saw them. */

import type { StateMachine } from '../../asl/state-machine.ts';
import { variableReferences } from '../../asl/variable-references.ts';
import type { RevisionRecord, StateMachineRecord, VersionRecord } from './state-machine-store.ts';

export type IncludedData = 'ALL_DATA' | 'METADATA_ONLY';

export interface RevisionViewOptions {
  readonly machine?: StateMachine;
  readonly included?: IncludedData;
}

/** What belongs to a revision, shown by both DescribeStateMachine and DescribeStateMachineForExecution. */
export function revisionView(revision: RevisionRecord, { machine, included = 'ALL_DATA' }: RevisionViewOptions) {
  const withData = included === 'ALL_DATA';
  const references = withData && machine ? variableReferences(machine) : {};
  return {
    name: revision.name,
    ...(withData && { definition: revision.definition }),
    roleArn: revision.roleArn,
    loggingConfiguration: revision.logging,
    tracingConfiguration: revision.tracing,
    encryptionConfiguration: revision.encryption,
    ...(revision.revisionId !== undefined && { revisionId: revision.revisionId }),
    ...(Object.keys(references).length > 0 && { variableReferences: references }),
  };
}

export function stateMachineView(record: StateMachineRecord, revision: RevisionRecord, options: RevisionViewOptions) {
  return {
    stateMachineArn: record.arn,
    status: record.status,
    type: record.type,
    creationDate: new Date(record.createdMs),
    ...revisionView(revision, options),
  };
}

export function versionView(version: VersionRecord, revision: RevisionRecord, options: RevisionViewOptions) {
  return {
    stateMachineArn: version.arn,
    status: 'ACTIVE',
    type: revision.type,
    creationDate: new Date(version.createdMs),
    ...(version.description !== undefined && { description: version.description }),
    ...revisionView(revision, options),
  };
}
