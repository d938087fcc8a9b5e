/** Queue URLs: `http://127.0.0.1:4566/000000000000/orders`. The host is whichever the client came by; only the path tells the queue. */
import { ApiError, type OperationContext } from '../../gateway/operation.ts';
import type { QueueName } from './queue-record.ts';

export const queueUrl = (context: OperationContext, { account, name }: QueueName): string =>
  `${context.baseUrl}/${account}/${name}`;

/** Any host's URL is taken, AWS's own included: what counts is the account and the name at its end. @throws `InvalidAddress`. */
export function parseQueueUrl(url: string, context: OperationContext): QueueName {
  const match = /^(?:[a-z]+:\/\/[^/]+)?\/?(?:[^?#]*\/)?(\d{12})\/([^/?#]+)\/?$/i.exec(url);
  if (!match)
    throw new ApiError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, { status: 404 });
  return { account: match[1]!, region: context.region, name: decoded(match[2]!) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
