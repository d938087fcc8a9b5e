/** Behind `POST /runs`: starts a run, or refuses a request that names no group or no stream with 400. */
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { InvalidInput, readRunRequest } from './run-request.ts';

const sfn = new SFNClient({});

interface ApiRequest {
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

interface ApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function handler(event: ApiRequest): Promise<ApiResponse> {
  try {
    const request = readRunRequest(parseBody(event));
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: process.env['STATE_MACHINE_ARN'],
        input: JSON.stringify(request),
      }),
    );
    return respond(202, { executionArn, RunId: executionArn!.slice(executionArn!.lastIndexOf(':') + 1) });
  } catch (error) {
    if (error instanceof InvalidInput) return respond(400, { message: error.message });
    throw error;
  }
}

function parseBody({ body = '', isBase64Encoded }: ApiRequest): unknown {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput('The body must be JSON');
  }
}

function respond(statusCode: number, body: object): ApiResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
