/**
 * The examples that come with the package, and copies of them that stand alone.
 *
 * 1. A copy is the same from a clone and from an installed package: what tools have made and the unit tests, which the package is without,
 * stay behind. 2. Nothing is written into a folder that holds something.
 */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from './cli-error.ts';

interface Example {
  readonly name: string;
  /** One line, from the example's own package.json. */
  readonly description: string;
}

/** `examples/` lies in the root of the package; this module two folders below it, in src/ and in dist/. */
const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

const LEFT_BEHIND =
  /^(node_modules|\.build|\.aws-sam|\.stepwell|cdk\.out|\.gitignore|package-lock\.json|.*\.test\.ts)$/;

/** npm leaves files of this name out of packages, and so a copy gets one of its own. */
const GIT_IGNORE = 'node_modules/\n.build/\n.aws-sam/\n.stepwell/\ncdk.out/\n';

/** What to do after the deployment, to see something. The README goes on from there. */
const FIRST_RUNS: Readonly<Record<string, readonly string[]>> = {
  'http-processing': [`stepwell run http-processing --input '{"message": "Hello, Step Functions!"}'`],
  'quality-control': [
    'eval "$(stepwell env)"',
    'aws s3 cp --recursive data s3://quality-control-000000000000-us-east-1/streams/group1',
    `stepwell run quality-control --input '{"GroupID": "group1", "StreamID": "good"}'`,
  ],
  'random-mean': [`stepwell run random-mean --input '{"repetitions": 25}'`],
  'table-map': ['eval "$(stepwell env)"', 'npm run --silent load -- lists/simple-list.json', 'stepwell run table-map'],
};

export async function listExamples(): Promise<Example[]> {
  const entries = await readdir(EXAMPLES, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const { description } = await readPackage(join(EXAMPLES, name));
      return { name, description: description ?? '' };
    }),
  );
}

/** Copies an example and resolves with the commands that come next, the first of which goes there. */
export async function copyExample(name: string, folder: string): Promise<string[]> {
  const names = (await listExamples()).map((example) => example.name);
  if (!names.includes(name))
    throw new CliError(`There is no example '${name}'. There are: ${names.join(', ')}`, { exitCode: 2 });
  const target = resolve(folder);
  if ((await namesIn(target, folder)).length > 0)
    throw new CliError(`${folder} is there already and not empty: name another folder`, { exitCode: 2 });
  await cp(join(EXAMPLES, name), target, {
    recursive: true,
    filter: (source) => !LEFT_BEHIND.test(basename(source)),
  });
  await writeFile(join(target, '.gitignore'), GIT_IGNORE);
  const hasDependencies = await ownPackage(target);
  await ownReadmes(target, name);
  const place = relative('', target);
  return [
    ...(place === '' ? [] : [`cd ${quoted(place)}`]),
    ...(hasDependencies ? ['npm install'] : []),
    ...(name === 'batch' ? ['stepwell demo .'] : ['stepwell start', 'stepwell deploy .']),
    ...(FIRST_RUNS[name] ?? []),
  ];
}

async function namesIn(target: string, folder: string): Promise<string[]> {
  try {
    return await readdir(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new CliError(`${folder} is a file: name a folder`, { exitCode: 2 });
    throw error;
  }
}

interface Package {
  readonly description?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

async function readPackage(folder: string): Promise<Package> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package;
}

/** Without the script and the library for the tests that stayed behind. Tells whether there is anything to install. */
async function ownPackage(folder: string): Promise<boolean> {
  const original = await readPackage(folder);
  const scripts = without(original.scripts, 'test');
  const devDependencies = without(original.devDependencies, 'vitest');
  const own: Package = { ...original, scripts, devDependencies };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  return own.dependencies !== undefined || devDependencies !== undefined;
}

/** `undefined` where nothing is left. */
function without(record: Package['scripts'], name: string): Package['scripts'] {
  const rest = Object.entries(record ?? {}).filter(([key]) => key !== name);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** The READMEs' command lines are for the root of the repository; the copy's are for the copy. */
async function ownReadmes(folder: string, name: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true });
  for (const path of paths.filter((one) => basename(one) === 'README.md')) {
    const file = join(folder, path);
    await writeFile(file, readmeOfCopy(await readFile(file, 'utf8'), name));
  }
}

export function readmeOfCopy(text: string, name: string): string {
  return text
    .replaceAll(/root\s+of\s+this\s+repository/g, 'root of this project')
    .replaceAll(`examples/${name}/`, '')
    .replaceAll(`examples/${name}`, '.')
    .replaceAll(/^cd \.\n/gm, '');
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
