/**
 * Amazon EventBridge: buses, rules, patterns, schedules and durable deliveries to targets of this server.
 * Archives, replays, API destinations, endpoints and partner sources are not here: calls of them are refused by name.
 */
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import type { Service } from '../../gateway/operation.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type Ids, systemIds } from '../../runtime/ids.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import type { RecordChange, Records } from '../../store/records.ts';
import { CONNECTIONS, type Connections } from './connections/connection-record.ts';
import { createConnection } from './connections/create-connection.ts';
import { deleteConnection } from './connections/delete-connection.ts';
import { describeConnection } from './connections/describe-connection.ts';
import { listConnections } from './connections/list-connections.ts';
import { updateConnection } from './connections/update-connection.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { DEFAULT_BUS, type Place } from './event-records.ts';
import { type EventEntry, EventRouter } from './event-router.ts';
import { createEventBus } from './operations/create-event-bus.ts';
import { deleteEventBus } from './operations/delete-event-bus.ts';
import { deleteRule } from './operations/delete-rule.ts';
import { describeEventBus } from './operations/describe-event-bus.ts';
import { describeRule } from './operations/describe-rule.ts';
import { disableRule } from './operations/disable-rule.ts';
import { enableRule } from './operations/enable-rule.ts';
import { listEventBuses } from './operations/list-event-buses.ts';
import { listRuleNamesByTarget } from './operations/list-rule-names-by-target.ts';
import { listRules } from './operations/list-rules.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { listTargetsByRule } from './operations/list-targets-by-rule.ts';
import { putEvents } from './operations/put-events.ts';
import { putPermission } from './operations/put-permission.ts';
import { putRule } from './operations/put-rule.ts';
import { putTargets } from './operations/put-targets.ts';
import { removePermission } from './operations/remove-permission.ts';
import { removeTargets } from './operations/remove-targets.ts';
import { tagResource } from './operations/tag-resource.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateEventBus } from './operations/update-event-bus.ts';
import { RuleBook } from './rule-book.ts';
import { Schedules } from './schedules.ts';
import { TargetSender } from './send-to-target.ts';

export interface EventsServiceOptions {
  readonly records: Records;
  /** Reaches the targets. */
  readonly caller: AwsCaller;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
}

export interface EventsService extends Service {
  /**
   * Puts an event of this server's own services on the default bus: S3's, Step Functions'. Resolves once its deliveries, and `more` with
   * them, are on disk.
   */
  emit(place: Place, entry: EventEntry, more?: readonly RecordChange[]): Promise<void>;
  /** Whether anybody may listen on the default bus: a rule with a pattern and a target. */
  isHeard(place: Place): boolean;
  /** Takes up the deliveries and schedules of an earlier run. The caller must be bound. */
  start(): void;
  /** Resolves when nothing is under way; what waits stays on disk. */
  stop(): Promise<void>;
}

export function createEventsService(options: EventsServiceOptions): EventsService {
  const { records, caller, clock = systemClock, ids = systemIds, logger = silentLogger } = options;
  const rules = new RuleBook(records, clock, logger);
  const router = new EventRouter(records, rules, ids);
  const sender = new TargetSender(caller, (busArn, event) => router.forward(busArn, event));
  const queue = new DeliveryQueue({ records, clock, ids, logger, sender });
  router.bind(queue);
  const schedules = new Schedules(records, rules, router, logger);
  const connections: Connections = { records: records.collection(CONNECTIONS), caller, clock, ids };
  return {
    model: 'events',
    operations: {
      CreateConnection: createConnection(connections),
      CreateEventBus: createEventBus(rules),
      DeleteConnection: deleteConnection(connections),
      DeleteEventBus: deleteEventBus(rules),
      DeleteRule: deleteRule(rules),
      DescribeConnection: describeConnection(connections),
      DescribeEventBus: describeEventBus(rules),
      DescribeRule: describeRule(rules),
      DisableRule: disableRule(rules),
      EnableRule: enableRule(rules),
      ListConnections: listConnections(connections),
      ListEventBuses: listEventBuses(rules),
      ListRuleNamesByTarget: listRuleNamesByTarget(rules),
      ListRules: listRules(rules),
      ListTagsForResource: listTagsForResource(rules),
      ListTargetsByRule: listTargetsByRule(rules),
      PutEvents: putEvents(rules, router, logger),
      PutPermission: putPermission(rules),
      PutRule: putRule(rules),
      PutTargets: putTargets(rules),
      RemovePermission: removePermission(rules),
      RemoveTargets: removeTargets(rules),
      TagResource: tagResource(rules),
      TestEventPattern: testEventPattern(),
      UntagResource: untagResource(rules),
      UpdateConnection: updateConnection(connections),
      UpdateEventBus: updateEventBus(rules),
    },
    emit: (place, entry, more) =>
      router.publish(place, [{ bus: DEFAULT_BUS, event: router.envelope(place, entry) }], more),
    isHeard: (place) => rules.hasPatterns(place, DEFAULT_BUS),
    start() {
      queue.start();
      schedules.start();
    },
    async stop() {
      await schedules.stop();
      await queue.stop();
    },
  };
}
