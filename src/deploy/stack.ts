/** What is known of a stack: kept in the store, one record each. */
import type { JsonObject } from '../asl/json.ts';
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { RecordCollection } from '../store/records.ts';
import type { PresignUrl, ResourceInstance } from './resource-provider.ts';

export interface StackResource extends ResourceInstance {
  readonly logicalId: string;
  readonly type: string;
  /** Hash of the resolved properties that it was last deployed with. */
  readonly propertiesHash: string;
  /** Counts replacements: part of generated names, so that old and new can stand side by side. */
  readonly generation: number;
  /** Stays when it leaves the stack. */
  readonly retain?: boolean;
  /** Stays when another takes its place. */
  readonly retainReplaced?: boolean;
  readonly updatedMs?: number;
}

/** CloudFormation's words. */
export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE';

export interface StackTag {
  readonly Key: string;
  readonly Value: string;
}

export interface StackOutput {
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** What a failed update goes back to. */
export interface StackSnapshot {
  readonly template: string;
  readonly parameters: JsonObject;
  readonly given?: Readonly<Record<string, string>>;
  readonly tags?: readonly StackTag[];
  readonly resources: Readonly<Record<string, StackResource>>;
  readonly outputs: Readonly<Record<string, StackOutput>>;
  readonly imports?: readonly string[];
}

/** What a deployment says of the stack beside its template: recorded and shown. */
export interface StackSettings {
  readonly changeSetId?: string;
  readonly capabilities?: readonly string[];
  readonly disableRollback?: boolean;
  readonly terminationProtection?: boolean;
  readonly notificationArns?: readonly string[];
  readonly roleArn?: string;
  readonly parentId?: string;
  readonly rootId?: string;
}

export interface Stack extends StackSnapshot, StackSettings {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  /** Why it came to that status. */
  readonly reason?: string;
  readonly description?: string;
  /** Replaced or removed resources that are still to be deleted. */
  readonly doomed: readonly StackResource[];
  /** Those of the parameters that a deployment named. The others follow the template's defaults when these change. */
  readonly given?: Readonly<Record<string, string>>;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly deletedMs?: number;
  /** Of an update that has not ended well. */
  readonly before?: StackSnapshot;
}

export interface StackEvent {
  readonly logicalId: string;
  readonly type: string;
  readonly status:
    | 'CREATING'
    | 'CREATED'
    | 'UPDATING'
    | 'UPDATED'
    | 'UNCHANGED'
    | 'REPLACING'
    | 'DELETING'
    | 'DELETED'
    | 'RETAINED'
    | 'FAILED';
  readonly physicalId?: string;
  readonly reason?: string;
  /** What was going on when it failed. */
  readonly during?: 'CREATE' | 'UPDATE' | 'DELETE';
}

export interface StackTools {
  readonly caller: AwsCaller;
  readonly stacks: RecordCollection<Stack>;
  readonly now: () => number;
  readonly newId: () => string;
  /** For custom resources, which answer by a PUT to such a URL. */
  readonly presign?: PresignUrl;
}

export interface StackPlace {
  readonly region: string;
  readonly account: string;
}

/** Stacks of one name in several regions do not know of each other. */
export function stackKey(stackName: string, { region, account }: StackPlace): string {
  return region === 'us-east-1' && account === '000000000000' ? stackName : `${account}/${region}/${stackName}`;
}

/** The stacks of a place, deleted ones not among them. */
export function stacksOf(stacks: RecordCollection<Stack>, { region, account }: StackPlace): readonly Stack[] {
  const prefix = `arn:aws:cloudformation:${region}:${account}:`;
  return stacks.list().flatMap(({ value }) => (value.stackId.startsWith(prefix) ? [value] : []));
}
