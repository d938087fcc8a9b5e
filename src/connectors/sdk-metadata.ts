/** What the optimised integrations add to a result about the request behind it, in the shape of the SDK that AWS uses inside. */
import type { JsonObject } from '../asl/json.ts';

export interface SdkMetadataInput {
  readonly requestId: string;
  readonly status: number;
  readonly contentType: string;
  readonly contentLength: number;
  readonly nowMs: number;
  /** Further headers, such as Lambda's. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function sdkMetadata(input: SdkMetadataInput): JsonObject {
  const headers: Record<string, string> = {
    ...input.headers,
    'x-amzn-RequestId': input.requestId,
    connection: 'keep-alive',
    'Content-Length': String(input.contentLength),
    Date: new Date(input.nowMs).toUTCString(),
    'Content-Type': input.contentType,
  };
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: headers, HttpStatusCode: input.status },
    SdkResponseMetadata: { RequestId: input.requestId },
  };
}
