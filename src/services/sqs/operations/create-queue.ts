/** CreateQueue: asked again with nothing different, it answers with the queue that is there. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { checkAttributes, mergedAttributes } from '../queue-attributes.ts';
import { ATTRIBUTE_DEFAULTS, FIFO_DEFAULTS } from '../queue-settings.ts';
import { checkTags } from '../queue-tags.ts';
import { queueUrl } from '../queue-url.ts';
import type { SqsDependencies } from '../sqs-dependencies.ts';
import { invalidParameter, missingParameter, unknownAttribute } from '../sqs-errors.ts';

interface Input {
  readonly QueueName: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export function createQueue({ queues }: SqsDependencies): Operation<Input> {
  return async ({ QueueName: name, Attributes = {}, tags = {} }, context) => {
    const isFifo = Attributes['FifoQueue'] === 'true';
    // A queue is of the one type or the other by being asked for as FIFO or not at all.
    if (Attributes['FifoQueue'] === 'false') throw unknownAttribute('FifoQueue');
    checkName(name, isFifo);
    const queue = { account: context.account, region: context.region, name };
    const attributes = mergedAttributes({}, Attributes);
    checkAttributes(attributes, { queue, isFifo, findQueue: (other) => queues.get(other) });
    checkTags(tags);
    const existing = queues.get(queue);
    if (existing) {
      checkSame(existing.attributes, attributes);
      await queues.settled();
    } else {
      await queues.create(queue, attributes, tags);
    }
    return { QueueUrl: queueUrl(context, queue) };
  };
}

function checkName(name: string, isFifo: boolean): void {
  if (name === '') throw missingParameter('QueueName');
  if (isFifo && !/^[A-Za-z0-9_-]{1,75}\.fifo$/.test(name)) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!isFifo && !/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
}

function checkSame(existing: Readonly<Record<string, string>>, asked: Readonly<Record<string, string>>): void {
  const present: Record<string, string> = {
    ...ATTRIBUTE_DEFAULTS,
    ...(existing['FifoQueue'] ? FIFO_DEFAULTS : {}),
    ...existing,
  };
  for (const [name, value] of Object.entries(asked)) {
    if (present[name] === value) continue;
    throw new ApiError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
}
