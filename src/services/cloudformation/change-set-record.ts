/** Change sets: what a deployment would do, waiting for somebody to order it. */
import type { RecordCollection } from '../../store/records.ts';
import { changeSetNotFound } from './cloudformation-errors.ts';
import type { ChangeView, Place, StackOrder } from './stack-port.ts';

export interface ChangeSetRecord {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED';
  readonly reason?: string;
  readonly description?: string;
  readonly order: StackOrder;
  readonly changes: readonly ChangeView[];
  readonly createdMs: number;
}

export const CHANGE_SETS = 'cloudformation.changeSets';

export function changeSetsOf(
  changeSets: RecordCollection<ChangeSetRecord>,
  stackId: string,
): readonly ChangeSetRecord[] {
  return changeSets.list({ prefix: `${stackId} ` }).map(({ value }) => value);
}

export function changeSetKey({ stackId, name }: Pick<ChangeSetRecord, 'stackId' | 'name'>): string {
  return `${stackId} ${name}`;
}

/** By its ARN, or by its name and the stack's name or id. @throws {ApiError} ChangeSetNotFound */
export function requireChangeSet(
  changeSets: RecordCollection<ChangeSetRecord>,
  nameOrId: string,
  stack: string | undefined,
  { region, account }: Place,
): ChangeSetRecord {
  const prefix = `arn:aws:cloudformation:${region}:${account}:`;
  const found = changeSets
    .list({ prefix })
    .find(({ value }) =>
      nameOrId.startsWith('arn:')
        ? value.id === nameOrId
        : value.name === nameOrId && (value.stackName === stack || value.stackId === stack),
    );
  if (!found) throw changeSetNotFound(nameOrId);
  return found.value;
}
