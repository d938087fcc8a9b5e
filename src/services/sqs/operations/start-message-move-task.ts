/** StartMessageMoveTask: from a dead-letter queue to where its messages came from, or to a queue that is named. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { parseQueueArn } from '../queue-record.ts';
import { settingsOf } from '../queue-settings.ts';
import type { SqsDependencies } from '../sqs-dependencies.ts';
import { invalidParameter, invalidValue } from '../sqs-errors.ts';

interface Input {
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

const MAX_PER_SECOND = 500;

export function startMessageMoveTask({ queues, moveTasks }: SqsDependencies): Operation<Input> {
  return async ({ SourceArn: sourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: rate }) => {
    const source = queues.openArn(sourceArn);
    if (!source) throw noSuchQueue('SourceArn');
    if (destinationArn !== undefined && !queues.openArn(destinationArn)) throw noSuchQueue('DestinationArn');
    if (rate !== undefined && (rate < 1 || rate > MAX_PER_SECOND)) {
      throw invalidValue(rate, 'MaxNumberOfMessagesPerSecond', `Must be between 1 and ${MAX_PER_SECOND}.`);
    }
    const { account, region } = parseQueueArn(sourceArn)!;
    const isTarget = queues
      .list({ account, region }, '', undefined, Number.MAX_SAFE_INTEGER)
      .some(({ attributes }) => settingsOf(attributes).redrive?.deadLetterTargetArn === sourceArn);
    if (!isTarget) throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    if (moveTasks.list(sourceArn).some(({ status }) => status === 'RUNNING')) {
      throw new ApiError(
        'UnsupportedOperation',
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const { handle } = await moveTasks.begin({
      sourceArn,
      toMove: source.counts().visible,
      ...(destinationArn === undefined ? {} : { destinationArn }),
      ...(rate === undefined ? {} : { maxPerSecond: rate }),
    });
    return { TaskHandle: handle };
  };
}

function noSuchQueue(parameter: string): ApiError {
  return new ApiError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    { status: 404 },
  );
}
