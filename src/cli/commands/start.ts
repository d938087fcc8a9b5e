import type { Command } from 'commander';
import { createStepwell } from '../../server/stepwell.ts';
import { CliError } from '../cli-error.ts';
import { DEFAULT_PORT, globalOptions } from '../global-options.ts';
import { createOutput, seconds } from '../output.ts';
import { untilInterrupted } from '../until-interrupted.ts';

export interface StartOptions {
  readonly port: string;
  readonly host: string;
  readonly allowHost?: readonly string[];
  readonly dataDir: string;
  readonly ephemeral?: boolean;
  readonly limits: string;
  readonly logLevel: string;
  readonly smtp?: string;
  readonly mocks?: string;
  readonly remote: Readonly<Record<string, string>>;
}

const HELP = `
The server keeps everything in its data directory: kill it at any moment and start it again, executions go on where they were.
GET /_stepwell/health answers with status and version when it is ready.

Examples:
  $ stepwell start
  $ stepwell start --port 5000 --data-dir /var/lib/stepwell
  $ stepwell start --ephemeral                 # in memory: for tests
  $ stepwell start --remote s3=http://minio:9000 --remote bedrockruntime=aws
  $ stepwell start --mocks MockConfigFile.json # then start-execution --state-machine-arn ARN#TestCase
`;

export function addStartCommand(program: Command): void {
  addServerOptions(program.command('start').description('run the server'))
    .addHelpText('after', HELP)
    .action(async (options: StartOptions, command: Command) => {
      const { json } = globalOptions(command);
      const output = createOutput(json);
      const startedMs = Date.now();
      const server = createStepwell(serverOptions(options));
      await server.start();
      output.data({ url: server.url, dataDir: options.ephemeral ? null : options.dataDir });
      output.print(
        `Stepwell is ready at ${server.url} (${seconds(Date.now() - startedMs)}); data in ${options.ephemeral ? 'memory' : options.dataDir}`,
      );
      output.note('Point AWS tools at it with: eval "$(stepwell env)". Ctrl-C stops it.');
      await untilInterrupted();
      await server.stop();
    });
}

export function addServerOptions(command: Command): Command {
  return command
    .option('--port <port>', 'port to listen on; 0 takes a free one', String(DEFAULT_PORT))
    .option('--host <host>', 'address to listen on; off loopback, requests must be signed', '127.0.0.1')
    .option('--allow-host <name...>', 'a name, beside localhost and addresses, that requests may call the server by')
    .option('--data-dir <folder>', 'where everything is kept', process.env['STEPWELL_DATA_DIR'] ?? '.stepwell')
    .option('--ephemeral', 'keep everything in memory; nothing survives')
    .option('--limits <profile>', "aws: AWS's quotas; none: only this machine's", 'aws')
    .option(
      '--smtp <url>',
      'deliver mail through this server: smtp://user:password@host:587 (default: it stays in the mailbox)',
      process.env['STEPWELL_SMTP'],
    )
    .option(
      '--mocks <file>',
      "answers for Task states by test case, in the format of Step Functions Local's MockConfigFile.json",
      process.env['SFN_MOCK_CONFIG'],
    )
    .option(
      '--remote <service=target>',
      "call this service elsewhere from tasks: aws, or another endpoint's URL; repeat for more (needs the SDK client of the service)",
      collectRemote,
      {},
    )
    .option('--log-level <level>', 'debug, info, warn or error', 'warn');
}

/** The options as the server takes them. @throws {CliError} for a value that makes no sense. */
export function serverOptions(options: StartOptions) {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CliError(`--port takes a number from 0 to 65535, not '${options.port}'`, { exitCode: 2 });
  const limits = oneOf('--limits', options.limits, ['aws', 'none'] as const);
  const logLevel = oneOf('--log-level', options.logLevel, ['debug', 'info', 'warn', 'error'] as const);
  return {
    port,
    host: options.host,
    allowedHosts: options.allowHost ?? [],
    dataDir: options.dataDir,
    ephemeral: options.ephemeral === true,
    limits,
    logLevel,
    ...(options.smtp !== undefined && { smtp: options.smtp }),
    ...(options.mocks && { mocks: options.mocks }),
    ...(Object.keys(options.remote).length > 0 && { remotes: remotes(options.remote) }),
    credentials: credentials(),
    environment: process.env,
  };
}

function collectRemote(pair: string, all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const equals = pair.indexOf('=');
  if (equals < 1 || equals === pair.length - 1)
    throw new CliError(`--remote takes SERVICE=aws or SERVICE=URL, not '${pair}'`, { exitCode: 2 });
  return { ...all, [pair.slice(0, equals)]: pair.slice(equals + 1) };
}

/** Clients of the SDK come from the project that the server is started in, else from Stepwell's own folder. */
function remotes(targets: Readonly<Record<string, string>>) {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  return { targets, folders: [process.cwd(), import.meta.dirname], ...(region && { region }) };
}

/** The key that requests must be signed with off loopback: the one that the AWS tools of this shell would use. */
function credentials(): Readonly<Record<string, string>> {
  const id = process.env['AWS_ACCESS_KEY_ID'];
  const secret = process.env['AWS_SECRET_ACCESS_KEY'];
  return id && secret ? { [id]: secret } : {};
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new CliError(`${option} is one of ${allowed.join(', ')}, not '${value}'`, { exitCode: 2 });
  return found;
}
