/**
 * How callers name a function: by name, partial ARN (`ACCOUNT:function:NAME`, `function:NAME`) or full ARN, each with a qualifier or without.
 */
import { invalidParameter } from './lambda-errors.ts';

export interface FunctionAddress {
  readonly region?: string;
  readonly account?: string;
  readonly name: string;
  /** A version, `$LATEST` or an alias. */
  readonly qualifier?: string;
}

const PATTERN =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** @throws {ApiError} if the text names no function, or its qualifier is another than the given one. */
export function parseFunctionAddress(text: string, qualifier?: string): FunctionAddress {
  const match = PATTERN.exec(text);
  if (!match) throw invalidParameter(`Invalid function name or ARN: ${text}`);
  const [, region, account, name = '', own] = match;
  if (own !== undefined && qualifier !== undefined && own !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const chosen = qualifier ?? own;
  return {
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    name,
    ...(chosen === undefined ? {} : { qualifier: chosen }),
  };
}

export function functionArn(
  { region, account, name }: { readonly region: string; readonly account: string; readonly name: string },
  qualifier?: string,
): string {
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
