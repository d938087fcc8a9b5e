import type { Command } from 'commander';
import { asTyped } from '../as-typed.ts';
import { copyExample, listExamples } from '../examples.ts';
import { globalOptions } from '../global-options.ts';
import { createOutput, type Output, table } from '../output.ts';

const HELP = `
Copies an example into a folder of its own, from where it deploys here and at AWS. Without arguments it lists the examples. Needs no server.

Examples:
  $ stepwell new                     # which there are
  $ stepwell new random-mean         # into ./random-mean
  $ stepwell new batch my-batch      # into ./my-batch
`;

/** What the reader has to know beside the command itself. */
const REMARKS: Readonly<Record<string, string>> = {
  'stepwell start': 'in one terminal',
  'stepwell deploy .': 'in another',
  'stepwell demo .': 'starts the server, deploys, and runs it before your eyes',
};

export function addNewCommand(program: Command): void {
  program
    .command('new')
    .description('copy an example to start from, or list the examples')
    .argument('[example]', 'its name; without one, the examples are listed')
    .argument('[folder]', 'where the copy goes (default: a folder of its name)')
    .addHelpText('after', HELP)
    .action(async (example: string | undefined, folder: string | undefined, _options: object, command: Command) => {
      const output = createOutput(globalOptions(command).json);
      if (example === undefined) await list(output);
      else await copy(example, folder ?? example, output);
    });
}

async function list(output: Output): Promise<void> {
  const examples = await listExamples();
  output.data(examples);
  output.print(table(examples.map(({ name, description }) => [name, description])));
  output.note(asTyped('\nstepwell new NAME copies one into a folder of its own.'));
}

async function copy(example: string, folder: string, output: Output): Promise<void> {
  const nextSteps = (await copyExample(example, folder)).map((line) => ({ line, remark: REMARKS[line] }));
  output.data({ example, folder, nextSteps: nextSteps.map(({ line }) => asTyped(line)) });
  output.print(`${example} is in ${folder}. Next:\n`);
  for (const { line, remark } of nextSteps)
    output.print(remark ? `  ${asTyped(line).padEnd(40)}# ${remark}` : `  ${asTyped(line)}`);
  output.print('\nIts README.md tells what it does and what to try.');
}
