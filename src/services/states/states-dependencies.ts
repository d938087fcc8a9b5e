/** What the operations of the Step Functions API stand on. */
import type { Limits } from '../../asl/limits.ts';
import type { ActivityQueue } from '../../connectors/activity-queue.ts';
import type { ConnectorRegistry } from '../../connectors/connector.ts';
import type { IntegrationCatalogue } from '../../connectors/integration-catalogue.ts';
import type { MockSource } from '../../connectors/mocks/mock-file.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordCollection } from '../../store/records.ts';
import type { ActivityRecord } from './activity-record.ts';
import type { StateMachineStore } from './state-machine-store.ts';

export interface StatesDependencies {
  readonly engine: Engine;
  readonly store: StateMachineStore;
  readonly activities: RecordCollection<ActivityRecord>;
  readonly activityQueue: ActivityQueue;
  readonly integrations: IntegrationCatalogue;
  /** What TestState calls when nothing is mocked. */
  readonly connectors: ConnectorRegistry;
  /** Absent where the server has no mock configuration. */
  readonly mocks?: MockSource;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
