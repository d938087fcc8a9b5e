import { readFileSync } from 'node:fs';
import { CliError } from './cli-error.ts';

/** `--input`: JSON text, `@file`, or `-` for standard input. Refused here if it is not JSON, before anything starts. */
export function readInput(option: string | undefined): string | undefined {
  if (option === undefined) return undefined;
  const text = option === '-' ? readFileSync(0, 'utf8') : option.startsWith('@') ? readFile(option.slice(1)) : option;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new CliError(`--input is not JSON: ${(error as Error).message}`, { exitCode: 2 });
  }
  return text;
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError(`--input @${path} cannot be read: ${(error as Error).message}`, { exitCode: 2 });
  }
}
