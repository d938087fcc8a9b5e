import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseStateMachine } from '../../asl/index.ts';
import { CliError } from '../cli-error.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput } from '../output.ts';

const HELP = `
Checks definitions as CreateStateMachine does, with the line and column of each fault. Needs no server.
Exit code: 0 when every file is valid, 1 otherwise.

Examples:
  $ stepwell validate workflow.asl.json
  $ stepwell validate --type EXPRESS machines/*.asl.yaml
`;

export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('check state machine definitions')
    .argument('<files...>', 'definitions in JSON or YAML')
    .option('--type <type>', 'STANDARD or EXPRESS', 'STANDARD')
    .addHelpText('after', HELP)
    .action((files: string[], options: { type: string }, command: Command) => {
      const { json } = globalOptions(command);
      const output = createOutput(json);
      const type = options.type.toUpperCase();
      if (type !== 'STANDARD' && type !== 'EXPRESS')
        throw new CliError(`--type is STANDARD or EXPRESS, not '${options.type}'`, { exitCode: 2 });
      let valid = true;
      for (const file of files) valid = validateFile(file, type, output) && valid;
      process.exitCode = valid ? 0 : 1;
    });
}

function validateFile(file: string, type: 'STANDARD' | 'EXPRESS', output: ReturnType<typeof createOutput>): boolean {
  if (!existsSync(file)) throw new CliError(`There is no file ${file}`, { exitCode: 2 });
  const format = /\.ya?ml$/.test(file) ? 'yaml' : 'json';
  const result = parseStateMachine(readFileSync(file, 'utf8'), { type, format, supportsDistributedMaps: true });
  output.data({ file, valid: result.ok, diagnostics: result.diagnostics });
  for (const { severity, code, message, location, range } of result.diagnostics) {
    const place = range ? `${file}:${range.line}:${range.column}` : file;
    output.print(`${place}  ${severity} ${code}: ${message}${location ? ` at ${location}` : ''}`);
  }
  if (result.ok) output.print(`${file}: valid`);
  return result.ok;
}
