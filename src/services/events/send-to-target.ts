/** One attempt to bring an event to its target, through the port that every service stands behind. */
import type { AwsCaller, CallResult } from '../../connectors/aws-caller.ts';
import { targetKind } from './check-target.ts';
import type { DeliveryRecord, EventEnvelope } from './event-records.ts';
import type { ExhaustedCondition } from './retry-delivery.ts';
import { targetInput } from './target-input.ts';

export interface FailedDelivery {
  readonly type: 'Failed';
  readonly isRetryable: boolean;
  /** As the dead letter names it. */
  readonly code: string;
  readonly message: string;
}

export type DeliveryResult = { readonly type: 'Delivered' } | FailedDelivery;

/** Hands an event on to another bus of this server; `false` when there is no such bus. */
export type ForwardEvent = (busArn: string, event: EventEnvelope) => Promise<boolean>;

const DELIVERED: DeliveryResult = { type: 'Delivered' };

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export class TargetSender {
  readonly #caller: AwsCaller;
  readonly #forward: ForwardEvent;

  constructor(caller: AwsCaller, forward: ForwardEvent) {
    this.#caller = caller;
    this.#forward = forward;
  }

  async send(delivery: DeliveryRecord): Promise<DeliveryResult> {
    const { Arn: arn } = delivery.target;
    try {
      switch (targetKind(arn)) {
        case 'states':
          return started(await this.#call(arn, startExecution(delivery)));
        case 'lambda':
          return outcome(await this.#call(arn, invoke(delivery)));
        case 'sns':
          return outcome(await this.#call(arn, publish(delivery)));
        case 'sqs':
          return await this.#sendMessage(arn, targetInput(delivery), {
            MessageGroupId: delivery.target.SqsParameters?.MessageGroupId,
          });
        case 'logs':
          return await this.#putLog(delivery);
        case 'events':
          return (await this.#forward(arn, delivery.event)) ? DELIVERED : missing(arn);
        case undefined:
          return missing(arn);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'Failed', isRetryable: true, code: 'INTERNAL_ERROR', message };
    }
  }

  /** Puts an event that is given up into the target's dead letter queue, if it has one. */
  async bury(delivery: DeliveryRecord, failure: FailedDelivery, exhausted?: ExhaustedCondition): Promise<void> {
    const { target, ruleArn, attempts, event } = delivery;
    const queueArn = target.DeadLetterConfig?.Arn;
    if (queueArn === undefined) return;
    const texts = {
      RULE_ARN: ruleArn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted, RETRY_ATTEMPTS: String(attempts) }),
    };
    const MessageAttributes = Object.fromEntries(
      Object.entries(texts).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    await this.#sendMessage(queueArn, JSON.stringify(event), { MessageAttributes });
  }

  #call(arn: string, call: Call): Promise<CallResult> {
    const [, , , region, account] = arn.split(':');
    return this.#caller.call({ ...call, ...(region && { region }), ...(account && { account }) });
  }

  async #sendMessage(
    arn: string,
    MessageBody: string,
    more: Readonly<Record<string, unknown>>,
  ): Promise<DeliveryResult> {
    const [, , , , account, QueueName] = arn.split(':');
    const params = { QueueName, QueueOwnerAWSAccountId: account };
    const queue = await this.#call(arn, { service: 'sqs', operation: 'GetQueueUrl', params });
    if (!queue.ok) return outcome(queue);
    const message = { ...more, QueueUrl: queue.output['QueueUrl'], MessageBody };
    return outcome(await this.#call(arn, { service: 'sqs', operation: 'SendMessage', params: message }));
  }

  /** All events of a rule go to one stream, which is made when it is missing. */
  async #putLog(delivery: DeliveryRecord): Promise<DeliveryResult> {
    const { Arn: arn } = delivery.target;
    const place = { logGroupName: arn.split(':')[6], logStreamName: delivery.ruleName };
    const { message, timestamp } = logLine(delivery);
    const put: Call = {
      service: 'logs',
      operation: 'PutLogEvents',
      params: { ...place, logEvents: [{ timestamp, message }] },
    };
    const first = await this.#call(arn, put);
    if (first.ok || !first.message.includes('log stream')) return outcome(first);
    const created = await this.#call(arn, { service: 'logs', operation: 'CreateLogStream', params: place });
    if (!created.ok && created.code !== 'ResourceAlreadyExistsException') return outcome(created);
    return outcome(await this.#call(arn, put));
  }
}

function startExecution(delivery: DeliveryRecord): Call {
  const { target, event, id } = delivery;
  // The same name at every attempt: a machine is not started twice for one event.
  const params = { stateMachineArn: target.Arn, name: `${event.id}_${id}`, input: targetInput(delivery) };
  return { service: 'states', operation: 'StartExecution', params };
}

function invoke(delivery: DeliveryRecord): Call {
  const params = { FunctionName: delivery.target.Arn, InvocationType: 'Event', Payload: targetInput(delivery) };
  return { service: 'lambda', operation: 'Invoke', params };
}

function publish(delivery: DeliveryRecord): Call {
  const params = { TopicArn: delivery.target.Arn, Message: targetInput(delivery) };
  return { service: 'sns', operation: 'Publish', params };
}

/** A transformer for logs may give `{"timestamp": …, "message": …}`. */
function logLine(delivery: DeliveryRecord): { message: string; timestamp: number } {
  const text = targetInput(delivery);
  const whole = { message: text, timestamp: delivery.acceptedMs };
  if (!delivery.target.InputTransformer) return whole;
  try {
    const { timestamp, message } = JSON.parse(text) as { timestamp?: unknown; message?: unknown };
    if (message === undefined) return whole;
    const at = Number(timestamp);
    return {
      message: typeof message === 'string' ? message : JSON.stringify(message),
      timestamp: Number.isSafeInteger(at) && at > 0 ? at : delivery.acceptedMs,
    };
  } catch {
    return whole;
  }
}

function started(result: CallResult): DeliveryResult {
  return !result.ok && result.code === 'ExecutionAlreadyExists' ? DELIVERED : outcome(result);
}

const TRANSIENT = /Throttl|TooManyRequests|ServiceUnavailable|LimitExceeded/;

function outcome(result: CallResult): DeliveryResult {
  if (result.ok) return DELIVERED;
  const { code, message, status } = result;
  const isMissing = status === 404 || /NotFound|DoesNotExist|NonExistent/.test(code);
  const isRetryable = !isMissing && status !== 501 && (status >= 500 || status === 429 || TRANSIENT.test(code));
  return { type: 'Failed', isRetryable, code: isMissing ? 'NO_RESOURCE' : 'SDK_CLIENT_ERROR', message };
}

function missing(arn: string): FailedDelivery {
  return { type: 'Failed', isRetryable: false, code: 'NO_RESOURCE', message: `${arn} does not exist.` };
}
