/** Stacks, events and resources as the API shows them. */
import type { ChangeView, ResourceView, StackEventView, StackView, SummaryView } from './stack-port.ts';

const NOT_CHECKED = { StackDriftStatus: 'NOT_CHECKED' };

export function stackView(stack: StackView, noEcho: ReadonlySet<string>) {
  const { disableRollback = false, terminationProtection = false } = stack;
  return {
    ...summaryFields(stack),
    ChangeSetId: stack.changeSetId,
    Description: stack.description,
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, value]) => ({
      ParameterKey,
      ParameterValue: noEcho.has(ParameterKey) ? '****' : Array.isArray(value) ? value.join(',') : String(value),
    })),
    RollbackConfiguration: {},
    DisableRollback: disableRollback,
    NotificationARNs: stack.notificationArns ?? [],
    Capabilities: stack.capabilities ?? [],
    Outputs: Object.entries(stack.outputs).map(([OutputKey, { value, description, exportName }]) => ({
      OutputKey,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: stack.roleArn,
    Tags: stack.tags ?? [],
    EnableTerminationProtection: terminationProtection,
  };
}

/** What ListStacks and DescribeStacks both show. */
export function summaryFields(stack: StackView) {
  const isChanged = stack.status !== 'REVIEW_IN_PROGRESS' && !stack.status.startsWith('CREATE_');
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    CreationTime: new Date(stack.createdMs),
    ...(isChanged && { LastUpdatedTime: new Date(stack.updatedMs) }),
    ...(stack.deletedMs !== undefined && { DeletionTime: new Date(stack.deletedMs) }),
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: NOT_CHECKED,
  };
}

export function eventView(event: StackEventView) {
  return {
    StackId: event.stackId,
    EventId: event.eventId,
    StackName: event.stackName,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId ?? '',
    ResourceType: event.type,
    Timestamp: new Date(event.timeMs),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
  };
}

/** With the status that the resource's last event told. */
export function resourceView(
  stack: StackView,
  { logicalId, physicalId, type, updatedMs = stack.updatedMs }: ResourceView,
  events: readonly StackEventView[],
) {
  const last = events.find((event) => event.logicalId === logicalId && event.physicalId !== stack.stackId);
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Timestamp: new Date(updatedMs),
    LastUpdatedTimestamp: new Date(updatedMs),
    ResourceStatus: last?.status ?? 'CREATE_COMPLETE',
    ResourceStatusReason: last?.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

export function changeView({ action, logicalId, type, physicalId, replacement, scope, properties }: ChangeView) {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Replacement: replacement,
      Scope: scope,
      Details: properties.map((name) => ({
        Target: { Attribute: 'Properties', Name: name, RequiresRecreation: 'Conditionally' },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      })),
    },
  };
}

export function parameterDeclarations({ parameters }: SummaryView) {
  return parameters.map(({ name, type, defaultValue, noEcho, description, allowedValues }) => ({
    ParameterKey: name,
    DefaultValue: defaultValue,
    ParameterType: type,
    NoEcho: noEcho,
    Description: description,
    ParameterConstraints: { AllowedValues: allowedValues },
  }));
}
