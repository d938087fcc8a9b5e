/** The options of a server, checked once at the door. */
import { resolve } from 'node:path';
import { awsLimits, type Limits, noLimits } from '../asl/limits.ts';
import { MockConfigFault } from '../connectors/mocks/mock-config.ts';
import { createMockFile, type MockSource } from '../connectors/mocks/mock-file.ts';
import type { RemoteOptions } from '../connectors/remote/remote-caller.ts';
import { EngineError } from '../runtime/engine-error.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLineLogger, type LogLevel } from './line-logger.ts';

export interface StepwellOptions {
  /** Default 4566; 0 takes any that is free. */
  readonly port?: number;
  /** Address to listen on. Default 127.0.0.1. Off loopback, requests must be signed with one of `credentials`. */
  readonly host?: string;
  /** Where everything is kept. Default `.stepwell` in the working directory. */
  readonly dataDir?: string;
  /** Keep everything in memory and in a temporary folder: nothing survives. Default false. */
  readonly ephemeral?: boolean;
  /** `aws` (default) enforces AWS's quotas; `none` lifts what exists only because of AWS. */
  readonly limits?: Limits['profile'];
  /** Secret access keys by access key id. A 12-digit id selects the account of that number. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Names, beside addresses and `localhost`, that requests may call this server by. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Server that mail is delivered through: `smtp://user:pass@host:port` or `smtps://…`. Default: mail stays in the mailbox. */
  readonly smtp?: string;
  /** Services that tasks call elsewhere, `aws` or a URL by the service's name in `aws-sdk:` integrations. */
  readonly remotes?: RemoteOptions;
  /** A mock configuration file in the format of Step Functions Local. */
  readonly mocks?: string;
  /** Least that is logged to standard error. Default `warn`. Not used if `logger` is given. */
  readonly logLevel?: LogLevel;
  readonly logger?: Logger;
  /** The environment of which handlers see the path, the home and the like. Default: none. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The options with every default filled in. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Absent when ephemeral. */
  readonly dataDir?: string;
  readonly limits: Limits;
  readonly credentials: Readonly<Record<string, string>>;
  /** In lower case. */
  readonly allowedHosts: readonly string[];
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly smtp?: string;
  readonly mocks?: MockSource;
  readonly remotes?: RemoteOptions;
}

/** @throws {EngineError} `OptionInvalid` */
export function checkOptions(options: StepwellOptions): Settings {
  const { port = 4566, host = '127.0.0.1', dataDir = '.stepwell', ephemeral = false, limits = 'aws' } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new EngineError('OptionInvalid', `port must be a whole number from 0 to 65535, not ${String(port)}`);
  }
  if (limits !== 'aws' && limits !== 'none') {
    throw new EngineError('OptionInvalid', `limits must be 'aws' or 'none', not '${String(limits)}'`);
  }
  return {
    port,
    host,
    ...(!ephemeral && { dataDir: resolve(dataDir) }),
    limits: limits === 'aws' ? awsLimits : noLimits,
    credentials: options.credentials ?? {},
    allowedHosts: (options.allowedHosts ?? []).map((name) => name.toLowerCase()),
    logger: options.logger ?? createLineLogger(options.logLevel ?? 'warn'),
    environment: options.environment ?? {},
    ...(options.smtp !== undefined && { smtp: checkSmtp(options.smtp) }),
    ...(options.remotes !== undefined && { remotes: options.remotes }),
    ...(options.mocks !== undefined && { mocks: openMocks(options.mocks) }),
  };
}

function openMocks(path: string): MockSource {
  try {
    return createMockFile(path);
  } catch (error) {
    if (error instanceof MockConfigFault) throw new EngineError('OptionInvalid', error.message);
    throw error;
  }
}

function checkSmtp(url: string): string {
  if (URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol) && new URL(url).hostname !== '') return url;
  // The URL holds a password: it is not repeated.
  throw new EngineError('OptionInvalid', 'smtp must be a URL such as smtp://user:password@host:587');
}
