/**
 * The SQS API as a service of the gateway: standard and FIFO queues in the records store, in use through an index in memory.
 * Permissions are recorded and not enforced; AWS's wait after a deletion is not kept.
 */
import type { Service } from '../../gateway/operation.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type Ids, systemIds } from '../../runtime/ids.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import type { Records } from '../../store/records.ts';
import { MoveTasks } from './move-tasks.ts';
import { addPermission } from './operations/add-permission.ts';
import { cancelMessageMoveTask } from './operations/cancel-message-move-task.ts';
import { changeMessageVisibility } from './operations/change-message-visibility.ts';
import { changeMessageVisibilityBatch } from './operations/change-message-visibility-batch.ts';
import { createQueue } from './operations/create-queue.ts';
import { deleteMessage } from './operations/delete-message.ts';
import { deleteMessageBatch } from './operations/delete-message-batch.ts';
import { deleteQueue } from './operations/delete-queue.ts';
import { getQueueAttributes } from './operations/get-queue-attributes.ts';
import { getQueueUrl } from './operations/get-queue-url.ts';
import { listDeadLetterSourceQueues } from './operations/list-dead-letter-source-queues.ts';
import { listMessageMoveTasks } from './operations/list-message-move-tasks.ts';
import { listQueueTags } from './operations/list-queue-tags.ts';
import { listQueues } from './operations/list-queues.ts';
import { purgeQueue } from './operations/purge-queue.ts';
import { receiveMessage } from './operations/receive-message.ts';
import { removePermission } from './operations/remove-permission.ts';
import { sendMessage } from './operations/send-message.ts';
import { sendMessageBatch } from './operations/send-message-batch.ts';
import { setQueueAttributes } from './operations/set-queue-attributes.ts';
import { startMessageMoveTask } from './operations/start-message-move-task.ts';
import { tagQueue } from './operations/tag-queue.ts';
import { untagQueue } from './operations/untag-queue.ts';
import { QueueRegistry } from './queue-registry.ts';
import type { SqsDependencies } from './sqs-dependencies.ts';

export interface SqsServiceOptions {
  readonly records: Records;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
}

export interface SqsService extends Service {
  /** Takes up what an earlier run left half done. Queues work without it. */
  start(): void;
  /** Ends long polls: from now on nobody waits. */
  release(): void;
  /** Ends what runs in the background. Call it before the records are closed. */
  stop(): Promise<void>;
}

export function createSqsService(options: SqsServiceOptions): SqsService {
  const { records, clock = systemClock, ids = systemIds, logger = silentLogger } = options;
  const queues = new QueueRegistry({ records, clock, ids, logger });
  const moveTasks = new MoveTasks({ records, queues, clock, ids, logger });
  return {
    model: 'sqs',
    operations: operations({ queues, moveTasks, clock }),
    start() {
      queues.start();
      moveTasks.start();
    },
    release: () => queues.release(),
    async stop() {
      await moveTasks.stop();
      await queues.stop();
    },
  };
}

function operations(dependencies: SqsDependencies): Service['operations'] {
  return {
    AddPermission: addPermission(dependencies),
    CancelMessageMoveTask: cancelMessageMoveTask(dependencies),
    ChangeMessageVisibility: changeMessageVisibility(dependencies),
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(dependencies),
    CreateQueue: createQueue(dependencies),
    DeleteMessage: deleteMessage(dependencies),
    DeleteMessageBatch: deleteMessageBatch(dependencies),
    DeleteQueue: deleteQueue(dependencies),
    GetQueueAttributes: getQueueAttributes(dependencies),
    GetQueueUrl: getQueueUrl(dependencies),
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues(dependencies),
    ListMessageMoveTasks: listMessageMoveTasks(dependencies),
    ListQueueTags: listQueueTags(dependencies),
    ListQueues: listQueues(dependencies),
    PurgeQueue: purgeQueue(dependencies),
    ReceiveMessage: receiveMessage(dependencies),
    RemovePermission: removePermission(dependencies),
    SendMessage: sendMessage(dependencies),
    SendMessageBatch: sendMessageBatch(dependencies),
    SetQueueAttributes: setQueueAttributes(dependencies),
    StartMessageMoveTask: startMessageMoveTask(dependencies),
    TagQueue: tagQueue(dependencies),
    UntagQueue: untagQueue(dependencies),
  };
}
