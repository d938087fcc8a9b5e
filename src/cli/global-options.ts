import type { Command } from 'commander';

export interface GlobalOptions {
  readonly endpoint: string;
  readonly json: boolean;
}

export const DEFAULT_PORT = 4566;

/** Options that every command understands, wherever on the line they stand. */
export function globalOptions(command: Command): GlobalOptions {
  const options = command.optsWithGlobals<{ endpoint?: string; json?: boolean }>();
  return {
    endpoint:
      options.endpoint ??
      process.env['AWS_ENDPOINT_URL_SFN'] ??
      process.env['AWS_ENDPOINT_URL'] ??
      `http://127.0.0.1:${DEFAULT_PORT}`,
    json: options.json === true,
  };
}
