/** ListDeadLetterSourceQueues: the queues whose redrive policy names this one. */
import type { Operation } from '../../../gateway/operation.ts';
import { nextToken, type PageInput, readPage } from '../page.ts';
import { queueArn } from '../queue-record.ts';
import { settingsOf } from '../queue-settings.ts';
import { queueUrl } from '../queue-url.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

export function listDeadLetterSourceQueues(dependencies: SqsDependencies): Operation<QueueInput & PageInput> {
  return (input, context) => {
    const { record } = requireQueue(dependencies, input, context);
    const { after, limit } = readPage(input);
    const arn = queueArn(record);
    const sources = dependencies.queues
      .list(record, '', after, Number.MAX_SAFE_INTEGER)
      .filter(({ attributes }) => settingsOf(attributes).redrive?.deadLetterTargetArn === arn);
    const page = sources.slice(0, limit);
    return {
      queueUrls: page.map((source) => queueUrl(context, source)),
      NextToken: sources.length > limit ? nextToken(page.at(-1)!.name) : undefined,
    };
  };
}
