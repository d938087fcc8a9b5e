/** What the CloudFormation API asks of whoever deploys stacks. Failures that the author of a template can mend are errors named `DeployError`. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

export interface StackTag {
  readonly Key: string;
  readonly Value: string;
}

export interface StackView {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: string;
  readonly reason?: string;
  readonly description?: string;
  readonly template: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly given?: Readonly<Record<string, string>>;
  readonly tags?: readonly StackTag[];
  readonly outputs: Readonly<
    Record<string, { readonly value: string; readonly description?: string; readonly exportName?: string }>
  >;
  readonly resources: Readonly<Record<string, ResourceView>>;
  readonly changeSetId?: string;
  readonly capabilities?: readonly string[];
  readonly disableRollback?: boolean;
  readonly terminationProtection?: boolean;
  readonly notificationArns?: readonly string[];
  readonly roleArn?: string;
  readonly parentId?: string;
  readonly rootId?: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly deletedMs?: number;
}

export interface ResourceView {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly updatedMs?: number;
}

/** In CloudFormation's words. */
export interface StackEventView {
  readonly eventId: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly timeMs: number;
}

export interface ChangeView {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replacement?: 'True' | 'False' | 'Conditional';
  readonly scope: readonly string[];
  readonly properties: readonly string[];
}

export interface PlanView {
  readonly changes: readonly ChangeView[];
  readonly isEmpty: boolean;
}

export interface SummaryView {
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly defaultValue?: string;
    readonly noEcho: boolean;
    readonly description?: string;
    readonly allowedValues?: readonly string[];
  }[];
  readonly description?: string;
  readonly capabilities: readonly string[];
  readonly capabilitiesReason?: string;
  readonly resourceTypes: readonly string[];
  readonly version?: string;
  readonly metadata?: string;
  readonly transforms: readonly string[];
  readonly processed: string;
}

export interface StackOrder extends Place {
  readonly stackName: string;
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags?: readonly StackTag[];
  readonly settings?: {
    readonly changeSetId?: string;
    readonly capabilities?: readonly string[];
    readonly disableRollback?: boolean;
    readonly terminationProtection?: boolean;
    readonly notificationArns?: readonly string[];
    readonly roleArn?: string;
    readonly parentId?: string;
    readonly rootId?: string;
  };
  readonly onFailure?: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
}

export interface StackPort {
  list(place: Place): readonly StackView[];
  listDeleted(place: Place): readonly StackView[];
  find(nameOrId: string, place: Place): StackView | undefined;
  eventsOf(stackId: string): readonly StackEventView[];
  exports(place: Place): readonly { readonly name: string; readonly value: string; readonly stackId: string }[];
  importersOf(exportName: string, place: Place): readonly string[];
  summarise(template: string): Promise<SummaryView>;
  plan(order: StackOrder): Promise<PlanView>;
  /** The record of a stack that a change set is to create. */
  review(stackName: string, place: Place): Promise<StackView>;
  /** Resolves when the deployment is on its way. */
  begin(order: StackOrder): Promise<{ readonly stackId: string; readonly done: Promise<unknown> }>;
  beginDeletion(
    stackName: string,
    place: Place,
    options?: { readonly keep?: ReadonlySet<string> },
  ): { readonly stackId: string; readonly done: Promise<void> } | undefined;
  setTerminationProtection(stackName: string, place: Place, isOn: boolean): Promise<void>;
}
