/** Why items could not be read: it ends the map run with AWS's error. */
import type { CallResult } from '../connectors/aws-caller.ts';

export class MapRunFailure extends Error {
  override readonly name = 'MapRunFailure';
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

export function itemReaderFailed(cause: string): MapRunFailure {
  return new MapRunFailure('States.ItemReaderFailed', cause);
}

export function resultWriterFailed(cause: string): MapRunFailure {
  return new MapRunFailure('States.ResultWriterFailed', cause);
}

/** A service's refusal in the words of AWS's own client. */
export function describeRefusal({ message, status, code, requestId }: CallResult & { readonly ok: false }): string {
  const facts = `Service: Amazon S3; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}`;
  return `${message} (${facts}; S3 Extended Request ID: null; Proxy: null)`;
}
