/**
 * The Step Functions API as a service of the gateway: every operation by its name.
 */
import type { Limits } from '../../asl/limits.ts';
import type { ActivityQueue } from '../../connectors/activity-queue.ts';
import type { ConnectorRegistry } from '../../connectors/connector.ts';
import type { IntegrationCatalogue } from '../../connectors/integration-catalogue.ts';
import type { MockSource } from '../../connectors/mocks/mock-file.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Records } from '../../store/records.ts';
import { ACTIVITIES } from './activity-record.ts';
import { createActivity } from './operations/create-activity.ts';
import { createStateMachine } from './operations/create-state-machine.ts';
import { createStateMachineAlias } from './operations/create-state-machine-alias.ts';
import { deleteActivity } from './operations/delete-activity.ts';
import { deleteStateMachine } from './operations/delete-state-machine.ts';
import { deleteStateMachineAlias } from './operations/delete-state-machine-alias.ts';
import { deleteStateMachineVersion } from './operations/delete-state-machine-version.ts';
import { describeActivity } from './operations/describe-activity.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeMapRun } from './operations/describe-map-run.ts';
import { describeStateMachine } from './operations/describe-state-machine.ts';
import { describeStateMachineAlias } from './operations/describe-state-machine-alias.ts';
import { describeStateMachineForExecution } from './operations/describe-state-machine-for-execution.ts';
import { getActivityTask } from './operations/get-activity-task.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listActivities } from './operations/list-activities.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listMapRuns } from './operations/list-map-runs.ts';
import { listStateMachineAliases } from './operations/list-state-machine-aliases.ts';
import { listStateMachineVersions } from './operations/list-state-machine-versions.ts';
import { listStateMachines } from './operations/list-state-machines.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { publishStateMachineVersion } from './operations/publish-state-machine-version.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { sendTaskFailure } from './operations/send-task-failure.ts';
import { sendTaskHeartbeat } from './operations/send-task-heartbeat.ts';
import { sendTaskSuccess } from './operations/send-task-success.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { tagResource } from './operations/tag-resource.ts';
import { testState } from './operations/test-state.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateMapRun } from './operations/update-map-run.ts';
import { updateStateMachine } from './operations/update-state-machine.ts';
import { updateStateMachineAlias } from './operations/update-state-machine-alias.ts';
import { validateStateMachineDefinition } from './operations/validate-state-machine-definition.ts';
import type { StateMachineStore } from './state-machine-store.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export interface StatesServiceOptions {
  readonly engine: Engine;
  readonly records: Records;
  readonly store: StateMachineStore;
  readonly activityQueue: ActivityQueue;
  readonly integrations: IntegrationCatalogue;
  readonly connectors: ConnectorRegistry;
  readonly mocks?: MockSource;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export function createStatesService({ records, ...rest }: StatesServiceOptions): Service {
  const dependencies: StatesDependencies = { ...rest, activities: records.collection(ACTIVITIES) };
  return {
    model: 'stepfunctions',
    operations: {
      CreateActivity: createActivity(dependencies),
      CreateStateMachine: createStateMachine(dependencies),
      CreateStateMachineAlias: createStateMachineAlias(dependencies),
      DeleteActivity: deleteActivity(dependencies),
      DeleteStateMachine: deleteStateMachine(dependencies),
      DeleteStateMachineAlias: deleteStateMachineAlias(dependencies),
      DeleteStateMachineVersion: deleteStateMachineVersion(dependencies),
      DescribeActivity: describeActivity(dependencies),
      DescribeExecution: describeExecution(dependencies),
      DescribeMapRun: describeMapRun(dependencies),
      DescribeStateMachine: describeStateMachine(dependencies),
      DescribeStateMachineAlias: describeStateMachineAlias(dependencies),
      DescribeStateMachineForExecution: describeStateMachineForExecution(dependencies),
      GetActivityTask: getActivityTask(dependencies),
      GetExecutionHistory: getExecutionHistory(dependencies),
      ListActivities: listActivities(dependencies),
      ListExecutions: listExecutions(dependencies),
      ListMapRuns: listMapRuns(dependencies),
      ListStateMachineAliases: listStateMachineAliases(dependencies),
      ListStateMachineVersions: listStateMachineVersions(dependencies),
      ListStateMachines: listStateMachines(dependencies),
      ListTagsForResource: listTagsForResource(dependencies),
      PublishStateMachineVersion: publishStateMachineVersion(dependencies),
      RedriveExecution: redriveExecution(dependencies),
      SendTaskFailure: sendTaskFailure(dependencies),
      SendTaskHeartbeat: sendTaskHeartbeat(dependencies),
      SendTaskSuccess: sendTaskSuccess(dependencies),
      StartExecution: startExecution(dependencies),
      StartSyncExecution: startSyncExecution(dependencies),
      StopExecution: stopExecution(dependencies),
      TagResource: tagResource(dependencies),
      TestState: testState(dependencies),
      UntagResource: untagResource(dependencies),
      UpdateMapRun: updateMapRun(dependencies),
      UpdateStateMachine: updateStateMachine(dependencies),
      UpdateStateMachineAlias: updateStateMachineAlias(dependencies),
      ValidateStateMachineDefinition: validateStateMachineDefinition(dependencies),
    },
  };
}
