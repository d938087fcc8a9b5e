/** Pages of things that are listed by name: a token names the last one given. */
import { validation } from './errors.ts';

const DEFAULT_LIMIT = 100;

export interface PageInput {
  readonly Limit?: number;
  readonly NextToken?: string;
}

/** `items` in the order of `nameOf`, by code units. @throws {ApiError} ValidationException */
export function namePage<T>(items: readonly T[], nameOf: (item: T) => string, { Limit, NextToken }: PageInput) {
  const after = NextToken === undefined ? undefined : readToken(NextToken);
  const rest = after === undefined ? items : items.filter((item) => nameOf(item) > after);
  const page = rest.slice(0, Limit ?? DEFAULT_LIMIT);
  const last = page.at(-1);
  const hasMore = last !== undefined && page.length < rest.length;
  return { page, NextToken: hasMore ? Buffer.from(nameOf(last)).toString('base64url') : undefined };
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text === '' || Buffer.from(text).toString('base64url') !== token) throw validation('The NextToken is invalid.');
  return text;
}
