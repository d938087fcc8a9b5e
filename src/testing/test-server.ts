/**
 * A Stepwell server for one test or one test file: in this process, in memory, on a free port, gone when it is disposed of.
 *
 *     await using server = await startTestServer();
 *     const done = await server.execute(definition, { n: 1 });
 *     expect(done).toMatchObject({ status: 'SUCCEEDED', output: { n: 2 } });
 */
import type { Json } from '../asl/json.ts';
import type { ExecutionStatus } from '../interpreter/step.ts';
import { createStepwell } from '../server/stepwell.ts';
import type { StepwellOptions } from '../server/stepwell-options.ts';

export interface ExecutedWorkflow {
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  /** Of one that succeeded. */
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** Event types of the history, in order. */
  readonly events: readonly string[];
}

export interface TestServer extends AsyncDisposable {
  /** For SDK clients: `new SFNClient({ endpoint: server.url, … })`. */
  readonly url: string;
  /** What the AWS CLI and the SDKs read from the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Creates a Standard state machine and runs it to its end.
   * @throws with AWS's exception name and message if the definition or the input is refused.
   */
  execute(definition: object | string, input?: Json): Promise<ExecutedWorkflow>;
  /** Any operation of any service, without HTTP: `call('s3', 'CreateBucket', { Bucket: 'b' })`. @throws as `execute` does. */
  call(
    service: string,
    operation: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

const ROLE = 'arn:aws:iam::000000000000:role/test';

/** Resolves when the server is ready. `options` are those of `createStepwell`, but for where things are kept. */
export async function startTestServer(
  options: Omit<StepwellOptions, 'dataDir' | 'ephemeral'> = {},
): Promise<TestServer> {
  const server = createStepwell({ port: 0, environment: process.env, logLevel: 'error', ...options, ephemeral: true });
  await server.start();
  let made = 0;

  const call: TestServer['call'] = async (service, operation, params) => {
    const result = await server.caller.call({ service, operation, params, collectStreams: true });
    if (!result.ok) throw Object.assign(new Error(result.message), { name: result.code });
    return result.output;
  };

  return {
    url: server.url,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    call,
    async execute(definition, input = {}) {
      const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
      const { stateMachineArn } = await call('states', 'CreateStateMachine', {
        name: `test-${++made}`,
        roleArn: ROLE,
        definition: text,
      });
      const started = await call('states', 'StartExecution', { stateMachineArn, input: JSON.stringify(input) });
      const executionArn = String(started['executionArn']);
      const record = (await server.engine.awaitEnd(executionArn))!;
      const history = (await server.engine.history(executionArn)) ?? [];
      const { status, output, error, cause } = record;
      return {
        executionArn,
        status,
        ...(output !== undefined && { output: JSON.parse(output) as Json }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
        events: history.map(({ type }) => type),
      };
    },
    stop: () => server.stop(),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
