/** Starts the process of a function: which command, with which bootstrap, over which channel. */
import { fileURLToPath } from 'node:url';
import type { Clock } from '../runtime/clock.ts';
import { ChildGroup } from './child-group.ts';
import type { FunctionSpec, LogLine } from './function-runner.ts';
import type { HandlerChannel } from './handler-channel.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { PipeChannel } from './pipe-channel.ts';
import { arnField, type EnvironmentOptions, processEnvironment } from './process-environment.ts';
import type { ProcessGuardian } from './process-guardian.ts';
import { ProcessLog } from './process-log.ts';
import { RuntimeApiChannel } from './runtime-api-channel.ts';
import { runtimeKind, runtimeVersionArn, runtimeVersionName } from './runtimes.ts';
import { WarmProcess } from './warm-process.ts';

const NODE_BOOTSTRAP = fileURLToPath(new URL('./bootstrap/node-bootstrap.cjs', import.meta.url));
const PYTHON_BOOTSTRAP = fileURLToPath(new URL('./bootstrap/python_bootstrap.py', import.meta.url));

export interface StartOptions {
  readonly clock: Clock;
  readonly guardian: ProcessGuardian;
  readonly memoryWatch: MemoryWatch;
  readonly nodePath: string;
  readonly pythonPath: string;
  readonly environment: Omit<EnvironmentOptions, 'logStream'>;
  readonly maxInvocationLogChars: number;
  readonly sink: (line: LogLine) => void;
  readonly logStreamId: string;
}

export function startProcess(spec: FunctionSpec, options: StartOptions): WarmProcess {
  const { clock, memoryWatch } = options;
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const logStream = `${day}/[${spec.version}]${options.logStreamId}`;
  const log = new ProcessLog({
    functionArn: spec.functionArn,
    functionName: spec.functionName,
    version: spec.version,
    logStream,
    maxInvocationChars: options.maxInvocationLogChars,
    now: () => clock.now(),
    sink: options.sink,
  });
  const arn = runtimeVersionArn(spec.runtime, arnField(spec.functionArn, 3));
  log.platform(`INIT_START Runtime Version: ${runtimeVersionName(spec.runtime)}\tRuntime Version ARN: ${arn}`);
  const { command, args } = commandOf(spec, options);
  const env = processEnvironment(spec, { ...options.environment, logStream });
  const start = (withChannel: boolean, more: Readonly<Record<string, string>>): ChildGroup =>
    new ChildGroup({
      command,
      args,
      cwd: spec.codeDir,
      env: { ...env, ...more },
      withChannel,
      guardian: options.guardian,
      onOutput: (source, bytes) => log.output(source, bytes),
    });
  const channel: HandlerChannel =
    runtimeKind(spec.runtime) === 'provided'
      ? new RuntimeApiChannel((address) => start(false, { AWS_LAMBDA_RUNTIME_API: address }))
      : new PipeChannel(start(true, {}), log);
  return new WarmProcess({ spec, channel, log, clock, memoryWatch, command });
}

function commandOf(spec: FunctionSpec, options: StartOptions): { command: string; args: readonly string[] } {
  switch (runtimeKind(spec.runtime)) {
    case 'node':
      return { command: options.nodePath, args: [`--max-old-space-size=${spec.memoryMb}`, NODE_BOOTSTRAP] };
    case 'python':
      return { command: options.pythonPath, args: [PYTHON_BOOTSTRAP] };
    default:
      return { command: `${spec.codeDir}/bootstrap`, args: [] };
  }
}
