/** ListQueues: of the caller's account and region, by name. */
import type { Operation } from '../../../gateway/operation.ts';
import { nextToken, type PageInput, readPage } from '../page.ts';
import { queueUrl } from '../queue-url.ts';
import type { SqsDependencies } from '../sqs-dependencies.ts';

interface Input extends PageInput {
  readonly QueueNamePrefix?: string;
}

export function listQueues({ queues }: SqsDependencies): Operation<Input> {
  return (input, context) => {
    const { after, limit } = readPage(input);
    const found = queues.list(context, input.QueueNamePrefix ?? '', after, limit + 1);
    const page = found.slice(0, limit);
    return {
      QueueUrls: page.length === 0 ? undefined : page.map((record) => queueUrl(context, record)),
      // Without MaxResults AWS gives a thousand and no token.
      NextToken: found.length > limit && input.MaxResults !== undefined ? nextToken(page.at(-1)!.name) : undefined,
    };
  };
}
