/** What the optimised integrations add to a result about the request behind it, in the shape of the SDK that AWS uses inside. */
import type { JsonObject } from '../asl/json.ts';

export interface SdkMetadataInput {
  readonly requestId: string;
  readonly status: number;
  readonly contentType: string;
  readonly contentLength: number;
  readonly nowMs: number;
  /** Further headers, such as Lambda's; a `Connection` among them takes the place of the usual one. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function sdkMetadata(input: SdkMetadataInput): JsonObject {
  const headers: Record<string, string> = {
    ...input.headers,
    'x-amzn-RequestId': input.requestId,
    ...(input.headers?.['Connection'] === undefined && { connection: 'keep-alive' }),
    'Content-Length': String(input.contentLength),
    Date: new Date(input.nowMs).toUTCString(),
    'Content-Type': input.contentType,
  };
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  // The SDK keeps these sorted without regard to case.
  const names = Object.keys(headers).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const sorted = Object.fromEntries(names.map((name) => [name, headers[name] as string]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: sorted, HttpStatusCode: input.status },
    SdkResponseMetadata: { RequestId: input.requestId },
  };
}
