import type { Operation } from '../../../gateway/operation.ts';
import { parseStateMachineArn } from '../arn.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import type { IncludedData } from '../execution-view.ts';
import { findMachine } from '../find-state-machine.ts';
import { stateMachineView, versionView } from '../state-machine-view.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface DescribeStateMachineInput {
  readonly stateMachineArn: string;
  readonly includedData?: IncludedData;
}

export function describeStateMachine(dependencies: StatesDependencies): Operation<DescribeStateMachineInput> {
  const { store } = dependencies;
  return async ({ stateMachineArn, includedData }) => {
    const { machineArn, version, alias } = parseStateMachineArn(stateMachineArn);
    const record = await findMachine(dependencies, machineArn);
    if (!record || alias !== undefined) throw stateMachineDoesNotExist(stateMachineArn);
    if (version === undefined) {
      const revision = store.revision(record.revisionKey);
      return stateMachineView(record, revision, includedData);
    }
    const published = store.versions.get(stateMachineArn);
    if (!published) throw stateMachineDoesNotExist(stateMachineArn);
    const revision = store.revision(published.revisionKey);
    return versionView(published, revision, includedData);
  };
}
