/** SQS's listings: `NextToken` in and out, up to a thousand at a time. */
import { invalidParameter, invalidValue } from './sqs-errors.ts';

const MAX_PAGE = 1_000;

export interface PageInput {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

/** @throws {ApiError} for a size or a token that cannot be. */
export function readPage({ NextToken: token, MaxResults: limit = MAX_PAGE }: PageInput): {
  readonly after: string | undefined;
  readonly limit: number;
} {
  if (limit < 1 || limit > MAX_PAGE) {
    throw invalidValue(limit, 'MaxResults', `MaxResults must be an integer between 1 and ${MAX_PAGE}.`);
  }
  if (token === undefined || token === '') return { after: undefined, limit };
  const match = /^after ([A-Za-z0-9_.-]+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (!match) throw invalidParameter('Invalid or expired next token.');
  return { after: match[1], limit };
}

export const nextToken = (last: string): string => Buffer.from(`after ${last}`).toString('base64url');
