/** ListMessageMoveTasks: newest first. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import type { SqsDependencies } from '../sqs-dependencies.ts';
import { invalidValue } from '../sqs-errors.ts';

interface Input {
  readonly SourceArn: string;
  readonly MaxResults?: number;
}

export function listMessageMoveTasks({ queues, moveTasks }: SqsDependencies): Operation<Input> {
  return ({ SourceArn: sourceArn, MaxResults: limit = 1 }) => {
    if (limit < 1 || limit > 10) throw invalidValue(limit, 'MaxResults', 'Must be between 1 and 10, if provided.');
    if (!queues.openArn(sourceArn)) {
      throw new ApiError(
        'ResourceNotFoundException',
        "The resource that you specified for the SourceArn parameter doesn't exist.",
        { status: 404 },
      );
    }
    const tasks = moveTasks.list(sourceArn).slice(0, limit);
    return {
      Results: tasks.map((task) => ({
        TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
        Status: task.status,
        SourceArn: task.sourceArn,
        DestinationArn: task.destinationArn,
        MaxNumberOfMessagesPerSecond: task.maxPerSecond,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        FailureReason: task.failure,
        StartedTimestamp: task.startedMs,
      })),
    };
  };
}
