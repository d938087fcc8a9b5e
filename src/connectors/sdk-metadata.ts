/** What the optimised integrations add to a result about the request behind it, in the shape of the SDK that AWS uses inside. */
import type { JsonObject } from '../asl/json.ts';

export interface SdkMetadataInput {
  readonly requestId: string;
  readonly status: number;
  readonly contentType: string;
  readonly contentLength: number;
  readonly nowMs: number;
  /** Further headers, such as Lambda's; those that have a usual one's name take its place. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function sdkMetadata(input: SdkMetadataInput): JsonObject {
  const usual: Readonly<Record<string, string>> = {
    'x-amzn-RequestId': input.requestId,
    connection: 'keep-alive',
    'Content-Length': String(input.contentLength),
    Date: new Date(input.nowMs).toUTCString(),
    'Content-Type': input.contentType,
  };
  const own = new Set(Object.keys(input.headers ?? {}).map((name) => name.toLowerCase()));
  const rest = Object.entries(usual).filter(([name]) => !own.has(name.toLowerCase()));
  const headers: Record<string, string> = { ...input.headers, ...Object.fromEntries(rest) };
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  // The SDK keeps these sorted without regard to case.
  const names = Object.keys(headers).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const sorted = Object.fromEntries(names.map((name) => [name, headers[name] as string]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: sorted, HttpStatusCode: input.status },
    SdkResponseMetadata: { RequestId: input.requestId },
  };
}
