/** State machines as the API shows them: by their current revision, by a version, or as an execution saw them. */
import { variableReferences } from '../../asl/index.ts';
import type { IncludedData } from './execution-view.ts';
import type { RevisionRecord, StateMachineRecord, VersionRecord } from './state-machine-store.ts';

/** What belongs to a revision, shown by both DescribeStateMachine and DescribeStateMachineForExecution. */
export function revisionView(revision: RevisionRecord, included: IncludedData = 'ALL_DATA') {
  const withData = included === 'ALL_DATA';
  const references = withData ? variableReferences(revision.definition) : undefined;
  return {
    name: revision.name,
    ...(withData && { definition: revision.definition }),
    roleArn: revision.roleArn,
    loggingConfiguration: revision.logging,
    tracingConfiguration: revision.tracing,
    encryptionConfiguration: revision.encryption,
    ...(revision.revisionId !== undefined && { revisionId: revision.revisionId }),
    ...(references && { variableReferences: references }),
  };
}

export function stateMachineView(record: StateMachineRecord, revision: RevisionRecord, included?: IncludedData) {
  return {
    stateMachineArn: record.arn,
    status: record.status,
    type: record.type,
    creationDate: new Date(record.createdMs),
    ...revisionView(revision, included),
  };
}

export function versionView(version: VersionRecord, revision: RevisionRecord, included?: IncludedData) {
  return {
    stateMachineArn: version.arn,
    status: 'ACTIVE',
    type: revision.type,
    creationDate: new Date(version.createdMs),
    ...(version.description !== undefined && { description: version.description }),
    ...revisionView(revision, included),
  };
}
