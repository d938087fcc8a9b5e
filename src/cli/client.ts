/**
 * The CLI's way to a server: AWS's own JSON protocol for Step Functions and the documented `/_stepwell/` endpoints, over `fetch`.
 * Unsigned: the server asks for signatures only off loopback, where `AWS_ACCESS_KEY_ID` and the AWS CLI are the way in.
 */
import type { StackEvent } from '../deploy/stack.ts';
import { CliError } from './cli-error.ts';

export interface WireHistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

/** DescribeExecution's answer, as far as the CLI reads it. */
export interface WireExecution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** A child of a map run that ended without success. */
export interface WireMapRunFailure {
  /** Place among the children: that of its item, or of its batch. */
  readonly index: number;
  readonly name: string;
  readonly executionArn: string;
  readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly items: number;
  readonly startDate: number;
  readonly stopDate: number;
  readonly error?: string;
  readonly cause?: string;
  readonly input?: string;
}

/** An execution without its data. */
export interface WireExecutionSummary {
  readonly executionArn: string;
  readonly mapRunArn?: string;
}

export interface WireStack {
  readonly stackName: string;
  readonly status: string;
  readonly resources: Readonly<
    Record<string, { readonly logicalId: string; readonly type: string; readonly physicalId: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string; readonly description?: string }>>;
}

export interface DeploySettings {
  readonly parameters: Readonly<Record<string, string>>;
  readonly onFailure?: 'ROLLBACK' | 'DO_NOTHING';
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly terminationProtection?: boolean;
}

export type DeployLine =
  | { readonly type: 'resource'; readonly event: StackEvent }
  | { readonly type: 'done'; readonly stack: WireStack }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

export class Client {
  readonly endpoint: string;

  constructor(endpoint: string) {
    this.endpoint = endpoint.replace(/\/+$/, '');
  }

  /** Whether a Stepwell server answers. */
  async isUp(): Promise<boolean> {
    try {
      const response = await fetch(`${this.endpoint}/_stepwell/health`, { signal: AbortSignal.timeout(2_000) });
      return response.ok;
    } catch {
      return false;
    }
  }

  async states<T>(operation: string, params: object, signal?: AbortSignal): Promise<T> {
    const response = await this.#fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
      body: JSON.stringify(params),
      signal,
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (response.ok) return body as T;
    const code = String(body['__type'] ?? response.status).replace(/^.*#/, '');
    throw new CliError(`${code}: ${body['message'] ?? body['Message'] ?? ''}`, { awsCode: code });
  }

  /** Every page of a listing, at most `most` items. */
  async listAll<T>(operation: string, params: object, member: string, most = Number.MAX_SAFE_INTEGER): Promise<T[]> {
    const items: T[] = [];
    let nextToken: string | undefined;
    do {
      const page: Record<string, unknown> = await this.states(operation, { ...params, nextToken });
      items.push(...(page[member] as T[]));
      nextToken = page['nextToken'] as string | undefined;
    } while (nextToken !== undefined && items.length < most);
    return items.slice(0, most);
  }

  async putObject(bucket: string, key: string, bytes: Uint8Array): Promise<void> {
    const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const put = () => this.#fetch(path, { method: 'PUT', body: Buffer.from(bytes) });
    let response = await put();
    if (response.status === 404) {
      await this.#fetch(`/${bucket}`, { method: 'PUT' });
      response = await put();
    }
    if (!response.ok) throw new CliError(`Upload of ${key} failed: ${response.status} ${await response.text()}`);
  }

  async hasObject(bucket: string, key: string): Promise<boolean> {
    const response = await this.#fetch(`/${bucket}/${key}`, { method: 'HEAD' });
    return response.ok;
  }

  async stacks(): Promise<WireStack[]> {
    return this.#json('/_stepwell/stacks');
  }

  /** Deploys and yields what happens, line by line. */
  async *deploy(
    stackName: string,
    template: string,
    { parameters, onFailure, tags, terminationProtection }: DeploySettings,
  ): AsyncGenerator<DeployLine> {
    const response = await this.#fetch(`/_stepwell/stacks/${encodeURIComponent(stackName)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ template, parameters, onFailure, tags, terminationProtection }),
    });
    yield* jsonLines<DeployLine>(await ok(response));
  }

  async *deleteStack(stackName: string): AsyncGenerator<DeployLine> {
    const response = await this.#fetch(`/_stepwell/stacks/${encodeURIComponent(stackName)}`, { method: 'DELETE' });
    yield* jsonLines<DeployLine>(await ok(response));
  }

  /** Changes of an execution from its first event on, as they become durable, until it has ended. */
  async *watch(
    executionArn: string,
    signal?: AbortSignal,
  ): AsyncGenerator<{ events: WireHistoryEvent[]; execution?: WireExecution }> {
    const response = await this.#fetch(`/_stepwell/executions/watch?executionArn=${encodeURIComponent(executionArn)}`, {
      signal,
    });
    for await (const line of textLines(await ok(response))) {
      if (line.startsWith('data: ')) yield JSON.parse(line.slice(6));
    }
  }

  /** At most `most` children of a map run that ended without success, by their place. */
  async mapRunFailures(mapRunArn: string, most: number): Promise<WireMapRunFailure[]> {
    const found: WireMapRunFailure[] = [];
    let after: number | undefined = -1;
    while (after !== undefined && found.length < most) {
      const query = new URLSearchParams({
        mapRunArn,
        limit: String(Math.min(1_000, most - found.length)),
        after: String(after),
      });
      const page: { failures: WireMapRunFailure[]; next?: number } = await this.#json(
        `/_stepwell/map-runs/failures?${query}`,
      );
      found.push(...page.failures);
      after = page.next;
    }
    return found;
  }

  /** The newest executions of all machines, children of map runs among them. */
  async newestExecutions(most: number): Promise<WireExecutionSummary[]> {
    const { executions } = await this.#json<{ executions: WireExecutionSummary[] }>(
      `/_stepwell/executions?limit=${most}`,
    );
    return executions;
  }

  async *functionLogs(
    name: string,
    options: { sinceMs?: number; follow: boolean },
    signal?: AbortSignal,
  ): AsyncGenerator<{ timestampMs: number; message: string }> {
    const query = new URLSearchParams({ follow: String(options.follow), since: String(options.sinceMs ?? 0) });
    const response = await this.#fetch(`/_stepwell/functions/${encodeURIComponent(name)}/logs?${query}`, { signal });
    yield* jsonLines(await ok(response));
  }

  async #json<T>(path: string): Promise<T> {
    const response = await ok(await this.#fetch(path, {}));
    return (await response.json()) as T;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.endpoint + path, init);
    } catch (error) {
      if ((error as Error).name === 'AbortError') throw error;
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
      throw new CliError(`No server answers at ${this.endpoint} (${cause}). Start one with: stepwell start`, {
        exitCode: 2,
      });
    }
  }
}

async function ok(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  let message = text;
  try {
    message = (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    // Not JSON: the text itself is the message.
  }
  throw new CliError(message || `${response.status} ${response.statusText}`);
}

async function* textLines(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}

async function* jsonLines<T>(response: Response): AsyncGenerator<T> {
  for await (const line of textLines(response)) if (line.trim()) yield JSON.parse(line) as T;
}
