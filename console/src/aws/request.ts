/** Calls to the server that served the page: AWS's JSON protocol, and Stepwell's documented endpoints. */

export class RequestError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.status = status;
  }
}

const TARGETS = {
  states: { prefix: 'AWSStepFunctions', version: '1.0' },
  sqs: { prefix: 'AmazonSQS', version: '1.0' },
  dynamodb: { prefix: 'DynamoDB_20120810', version: '1.0' },
  logs: { prefix: 'Logs_20140328', version: '1.1' },
} as const;

export async function callAws<T>(
  service: keyof typeof TARGETS,
  operation: string,
  params: object,
  signal?: AbortSignal,
): Promise<T> {
  const { prefix, version } = TARGETS[service];
  const response = await fetch('/', {
    method: 'POST',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${operation}` },
    body: JSON.stringify(params),
    signal,
  });
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as T;
}

export async function getJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as T;
}

/** Lambda's and our own errors are JSON; S3's and SNS's are XML, of which the code and the message are read. */
export async function errorOf(response: Response): Promise<RequestError> {
  const text = await response.text().catch(() => '');
  const fromJson = readJson(text);
  const code = String(
    fromJson?.['__type'] ??
      fromJson?.['code'] ??
      response.headers.get('x-amzn-errortype') ??
      tag(text, 'Code') ??
      response.status,
  );
  const message = String(
    fromJson?.['message'] ?? fromJson?.['Message'] ?? tag(text, 'Message') ?? `The server answered ${response.status}`,
  );
  return new RequestError(code.replace(/^.*#|:.*$/g, ''), message, response.status);
}

function tag(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads an answer that comes line by line. */
export async function* jsonLines<T>(path: string, init?: RequestInit): AsyncGenerator<T> {
  const response = await fetch(path, init);
  if (!response.ok || !response.body) throw await errorOf(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as T;
  }
}
