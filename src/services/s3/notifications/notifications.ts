/** Turns events of objects into messages, as each bucket's configuration asks for them. */
import type { AwsCaller } from '../../../connectors/aws-caller.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Ids } from '../../../runtime/ids.ts';
import type { Logger } from '../../../runtime/logger.ts';
import type { Records } from '../../../store/records.ts';
import type { ObjectEvent } from '../object-event.ts';
import type { BucketRecord } from '../s3-records.ts';
import { checkRules, checkTargets } from './check-configuration.ts';
import { configurationOf, meets, type NotificationConfiguration, rulesOf } from './notification-configuration.ts';
import { type BridgeEvent, bridgeEvent, notificationMessage, testMessage } from './notification-message.ts';
import { NotificationOutbox, send } from './notification-outbox.ts';

export interface EventBus {
  emit(place: { readonly account: string; readonly region: string }, event: BridgeEvent): Promise<void>;
}

export interface NotificationsOptions {
  readonly records: Records;
  readonly caller: AwsCaller;
  readonly eventBus: EventBus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #outbox: NotificationOutbox;

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.#outbox = new NotificationOutbox(options);
  }

  start(): void {
    this.#outbox.start();
  }

  stop(): Promise<void> {
    return this.#outbox.stop();
  }

  /** Resolves once every message that the event causes is on disk. */
  async publish(event: ObjectEvent, bucket: BucketRecord | undefined): Promise<void> {
    const configuration = configurationOf(bucket);
    const messages = rulesOf(configuration)
      .filter((rule) => meets(rule, event))
      .map(({ id, targetArn }) => ({ targetArn, body: notificationMessage(event, id), groupId: event.bucket }));
    await this.#outbox.publish(messages);
    if (!configuration.EventBridgeConfiguration) return;
    await this.#options.eventBus.emit({ account: event.account, region: event.region }, bridgeEvent(event));
  }

  /** The configuration as it is to be kept: checked, every rule with an id. Queues and topics get a test message. */
  async checked(
    configuration: NotificationConfiguration,
    request: { readonly bucket: string; readonly requestId: string; readonly skipsTargets: boolean },
  ): Promise<NotificationConfiguration> {
    const { caller, ids, clock } = this.#options;
    checkRules(configuration);
    if (!request.skipsTargets) {
      await checkTargets(configuration, caller);
      const body = testMessage(request.bucket, request.requestId, clock.now());
      const arns = new Set(rulesOf(configuration).map(({ targetArn }) => targetArn));
      for (const targetArn of arns) {
        if (!targetArn.includes(':lambda:')) await send({ targetArn, body, groupId: request.bucket }, caller);
      }
    }
    const named = <T extends { readonly Id?: string }>(rules: readonly T[] | undefined) =>
      rules?.map((rule) => ({ ...rule, Id: rule.Id ?? ids.uuid() }));
    return {
      ...configuration,
      LambdaFunctionConfigurations: named(configuration.LambdaFunctionConfigurations),
      QueueConfigurations: named(configuration.QueueConfigurations),
      TopicConfigurations: named(configuration.TopicConfigurations),
    };
  }
}
