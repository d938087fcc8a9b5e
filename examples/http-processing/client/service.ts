/**
 * A small HTTP service in front of the API: `POST /process-data/` passes the message on and answers with what came back, `GET /health` says
 * that the service is there. Started with `API_URL=… npm start`; it listens on `PORT`, 8000 if that is not set.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { callProcess, GatewayFailure } from './http-client.ts';

const LARGEST_BODY = 64 * 1_024;

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const apiUrl = process.env['API_URL']?.replace(/\/+$/, '');
if (!apiUrl) {
  console.error('Set API_URL to the address of the deployed stage; the README says where to find it.');
  process.exit(2);
}

const server = createServer((request, response) => {
  route(request, response, apiUrl).catch((error: unknown) => {
    if (error instanceof Refused) send(response, error.status, { message: error.message });
    else if (error instanceof GatewayFailure) send(response, 502, { message: error.message });
    else {
      console.error(error);
      send(response, 500, { message: 'Internal error' });
    }
  });
});
server.listen(Number(process.env['PORT'] ?? 8000), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}, calling ${apiUrl}`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
}

async function route(request: IncomingMessage, response: ServerResponse, api: string): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (path === '/health' && request.method === 'GET') return send(response, 200, { status: 'ok' });
  if (path.replace(/\/$/, '') !== '/process-data') throw new Refused(404, `There is no ${path}`);
  if (request.method !== 'POST') throw new Refused(405, 'POST it');
  const { status, body } = await callProcess(api, await readBody(request));
  send(response, status, body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too much is read and let go: to leave it would cut the connection before the answer.
    if (bytes <= LARGEST_BODY) chunks.push(chunk);
  }
  if (bytes > LARGEST_BODY) throw new Refused(413, `The body is larger than ${LARGEST_BODY} bytes`);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
