/** A server in this process, with what tests of distributed Maps need: objects, machines, executions awaited to their end. */
import { createStepwell, type Stepwell } from '../../src/server/stepwell.ts';
import type { ExecutionRecord } from '../../src/store/journal.ts';

export interface MapRunBench {
  readonly server: Stepwell;
  call(service: string, operation: string, params: object): Promise<Record<string, unknown>>;
  putObject(key: string, body: string | Buffer): Promise<void>;
  getText(key: string): Promise<string>;
  /** Starts a machine of this one Map; resolves with the execution's ARN. */
  start(map: object, input?: unknown): Promise<string>;
  end(executionArn: string): Promise<ExecutionRecord>;
  run(map: object, input?: unknown): Promise<ExecutionRecord>;
  mapRun(executionArn: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export const roleArn = 'arn:aws:iam::000000000000:role/test';
export const BUCKET = 'bucket';

const logger = {
  debug() {},
  info() {},
  warn() {},
  error: (message: string, fields?: object) => console.error(message, fields),
};

export async function openBench(
  options: { readonly dataDir?: string; readonly limits?: 'aws' | 'none' } = {},
): Promise<MapRunBench> {
  const { dataDir, limits = 'aws' } = options;
  const server = createStepwell({
    port: 0,
    logger,
    limits,
    ...(dataDir === undefined ? { ephemeral: true } : { dataDir }),
  });
  await server.start();
  let machines = 0;
  const call: MapRunBench['call'] = async (service, operation, params) => {
    const result = await server.caller.call({ service, operation, params: { ...params }, collectStreams: true });
    if (!result.ok) throw Object.assign(new Error(`${result.code}: ${result.message}`), { code: result.code });
    return result.output as Record<string, unknown>;
  };
  await call('s3', 'CreateBucket', { Bucket: BUCKET }).catch(() => undefined);
  const bench: MapRunBench = {
    server,
    call,
    async putObject(Key, body) {
      await call('s3', 'PutObject', { Bucket: BUCKET, Key, Body: Buffer.from(body) });
    },
    async getText(Key) {
      const { Body } = await call('s3', 'GetObject', { Bucket: BUCKET, Key });
      return (Body as Buffer).toString();
    },
    async start(map, input = {}) {
      machines += 1;
      const definition = JSON.stringify({ StartAt: 'Map', States: { Map: { Type: 'Map', End: true, ...map } } });
      const name = `machine-${machines}-${Date.now()}`;
      const { stateMachineArn } = await call('states', 'CreateStateMachine', { name, definition, roleArn });
      const started = await call('states', 'StartExecution', { stateMachineArn, input: JSON.stringify(input) });
      return started['executionArn'] as string;
    },
    async end(executionArn) {
      return (await server.engine.awaitEnd(executionArn))!;
    },
    async run(map, input) {
      return bench.end(await bench.start(map, input));
    },
    async mapRun(executionArn) {
      const { mapRuns } = await call('states', 'ListMapRuns', { executionArn });
      const { mapRunArn } = (mapRuns as { mapRunArn: string }[])[0]!;
      return call('states', 'DescribeMapRun', { mapRunArn });
    },
    stop: () => server.stop(),
  };
  return bench;
}

export const pass = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } };

/** A processor: `EXPRESS` unless told otherwise. */
export function processor(graph: object = pass, ExecutionType: 'STANDARD' | 'EXPRESS' = 'EXPRESS'): object {
  return { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, ...graph };
}

/** Fails for items that are `{"fail": true}`. */
export const failing = {
  StartAt: 'Choose',
  States: {
    Choose: {
      Type: 'Choice',
      Choices: [{ Variable: '$.fail', BooleanEquals: true, Next: 'Fail' }],
      Default: 'Done',
    },
    Fail: { Type: 'Fail', Error: 'Bad', Cause: 'it was to fail' },
    Done: { Type: 'Succeed' },
  },
};

export function csvReader(key: string, config: object = { CSVHeaderLocation: 'FIRST_ROW' }): object {
  return reader(key, { InputType: 'CSV', ...config });
}

export function reader(key: string, config: object): object {
  return {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: config,
    Parameters: { Bucket: BUCKET, Key: key },
  };
}

export function writer(config?: object): object {
  return {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters: { Bucket: BUCKET, Prefix: 'out' },
    ...(config && { WriterConfig: config }),
  };
}
