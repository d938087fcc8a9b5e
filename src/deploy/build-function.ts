/** Builds one function into a deployment package: zip bytes, the same bytes for the same sources. */
import { existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import type { Loader } from 'esbuild';
import { type Zippable, zipSync } from 'fflate';
import type { JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import { isObject } from './template.ts';

export interface FunctionSource {
  readonly logicalId: string;
  /** Folder (or single file) of the sources. */
  readonly codeDir: string;
  readonly handler: string;
  readonly runtime: string;
  /** The resource's Metadata: SAM's BuildMethod and BuildProperties. */
  readonly metadata: JsonObject;
}

/** Zip files know no earlier time; a fixed one makes equal sources equal packages. */
const ZIP_EPOCH = new Date('1980-01-02T00:00:00Z');

export async function buildFunction(source: FunctionSource): Promise<Uint8Array> {
  if (!existsSync(source.codeDir))
    throw new DeployError('BUILD_FAILED', `${source.logicalId}: there is no ${source.codeDir}`);
  const entry = typescriptEntry(source);
  if (source.metadata['BuildMethod'] === 'esbuild' || entry !== undefined) return bundle(source, entry);
  const files: Zippable = {};
  await collect(source.codeDir, source.codeDir, files);
  return zipSync(files, { level: 6 });
}

/** The TypeScript file that the handler names, if it is one. */
function typescriptEntry(source: FunctionSource): string | undefined {
  if (!source.runtime.startsWith('nodejs')) return undefined;
  const module = handlerModule(source);
  return ['.ts', '.mts', '.cts']
    .map((extension) => join(source.codeDir, module + extension))
    .find((file) => existsSync(file));
}

/** `folder/app.handler` names the module `folder/app`. */
function handlerModule(source: FunctionSource): string {
  const dot = source.handler.lastIndexOf('.');
  return dot < 0 ? source.handler : source.handler.slice(0, dot);
}

async function bundle(source: FunctionSource, entry: string | undefined): Promise<Uint8Array> {
  const { build } = await import('esbuild');
  const options = isObject(source.metadata['BuildProperties']) ? source.metadata['BuildProperties'] : {};
  const listed = Array.isArray(options['EntryPoints'])
    ? (options['EntryPoints'] as string[]).map((file) => join(source.codeDir, file))
    : [];
  const entries = listed.length > 0 ? listed : entry === undefined ? [] : [entry];
  if (entries.length === 0)
    throw new DeployError('BUILD_FAILED', `${source.logicalId}: Metadata.BuildProperties.EntryPoints names no file`);
  const esm = options['Format'] === 'esm';
  const extension = isObject(options['OutExtension'] as JsonObject)
    ? String((options['OutExtension'] as string[])[0])
    : esm
      ? '.mjs'
      : '.js';
  const suffix = extension.startsWith('.js=') ? extension.slice(4) : extension;
  const result = await build({
    // One entry point takes the name under which the handler looks for it.
    entryPoints: entries.length === 1 ? { [handlerModule(source)]: entries[0]! } : entries,
    outdir: '/package',
    outExtension: suffix === '.js' ? undefined : { '.js': suffix },
    bundle: true,
    platform: 'node',
    target: String(options['Target'] ?? 'node20'),
    format: esm ? 'esm' : 'cjs',
    minify: options['Minify'] === true,
    sourcemap: options['Sourcemap'] === true ? 'external' : false,
    loader: loaders(source, options),
    external: externals(source, options),
    absWorkingDir: source.codeDir,
    write: false,
    logLevel: 'silent',
  }).catch((error: Error) => {
    throw new DeployError('BUILD_FAILED', `${source.logicalId}: ${error.message}`);
  });
  const files: Zippable = {};
  for (const file of result.outputFiles) files[relative('/package', file.path)] = [file.contents, { mtime: ZIP_EPOCH }];
  return zipSync(files, { level: 6 });
}

/** As SAM takes them: a list of `.csv=text`. */
function loaders(source: FunctionSource, options: JsonObject): Record<string, Loader> {
  const listed = Array.isArray(options['Loader']) ? (options['Loader'] as string[]) : [];
  return Object.fromEntries(
    listed.map((one) => {
      const [extension, loader] = String(one).split('=');
      if (!extension?.startsWith('.') || !loader)
        throw new DeployError(
          'BUILD_FAILED',
          `${source.logicalId}: Loader takes entries such as .csv=text, not ${one}`,
        );
      return [extension, loader as Loader];
    }),
  );
}

/** AWS's runtimes carry the SDK themselves; here it is bundled wherever the project has it. */
function externals(source: FunctionSource, options: JsonObject): string[] {
  const wanted = Array.isArray(options['External']) ? (options['External'] as string[]) : [];
  const resolver = createRequire(join(source.codeDir, 'package.json'));
  const canResolve = (name: string): boolean => {
    try {
      resolver.resolve(name.endsWith('/*') ? `${name.slice(0, -2)}/client-s3` : name);
      return true;
    } catch {
      return false;
    }
  };
  return wanted.filter((name) => !name.startsWith('@aws-sdk/') || !canResolve(name));
}

/** A folder as it stands, with none of the names that a build leaves out: what CDK stages is complete. */
export async function zipFolder(folder: string): Promise<Uint8Array> {
  const files: Zippable = {};
  await collect(folder, folder, files, NONE);
  return zipSync(files, { level: 6 });
}

const NONE: ReadonlySet<string> = new Set();
const LEFT_OUT = new Set(['.git', '.aws-sam', '.stepwell', '__pycache__', '.DS_Store']);

async function collect(
  root: string,
  path: string,
  files: Zippable,
  leftOut: ReadonlySet<string> = LEFT_OUT,
): Promise<void> {
  const info = await lstat(path);
  if (info.isSymbolicLink())
    throw new DeployError('BUILD_FAILED', `${path} is a symbolic link: packages hold plain files`);
  if (info.isFile()) {
    const attrs = (info.mode & 0o777) << 16;
    const name = path === root ? path.slice(path.lastIndexOf('/') + 1) : relative(root, path);
    files[name] = [await readFile(path), { mtime: ZIP_EPOCH, os: 3, attrs }];
    return;
  }
  const names = await readdir(path);
  for (const name of names.sort()) if (!leftOut.has(name)) await collect(root, join(path, name), files, leftOut);
}
