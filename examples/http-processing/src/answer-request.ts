/** Behind `POST /process` of the REST API: a proxy integration, which gets the request and gives the response whole. */
import { InvalidMessage, processMessage } from './process-message.ts';

interface ProxyRequest {
  readonly body: string | null;
  readonly isBase64Encoded?: boolean;
}

interface ProxyResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function handler(event: ProxyRequest): Promise<ProxyResponse> {
  try {
    return respond(200, processMessage(parseBody(event)));
  } catch (error) {
    if (error instanceof InvalidMessage) return respond(400, { message: error.message });
    throw error;
  }
}

function parseBody({ body, isBase64Encoded }: ProxyRequest): unknown {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidMessage('the body must be JSON');
  }
}

function respond(statusCode: number, body: object): ProxyResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
