/** SNS's listings: a hundred at a time. */
import { invalidParameter } from './sns-errors.ts';

const PAGE = 100;

/** @throws {ApiError} for a token that was never given. */
export function pageOf<T extends { readonly arn: string }>(
  token: string | undefined,
  read: (after: string | undefined, limit: number) => readonly T[],
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const found = read(decode(token), PAGE + 1);
  const items = found.slice(0, PAGE);
  const NextToken = found.length > PAGE ? Buffer.from(`after ${items.at(-1)!.arn}`).toString('base64url') : undefined;
  return { items, NextToken };
}

function decode(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  const match = /^after (arn:\S+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (!match) throw invalidParameter('NextToken');
  return match[1];
}
