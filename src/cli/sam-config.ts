/**
 * The part of `samconfig.toml` that a deployment needs: `stack_name`, `parameter_overrides` and `tags` of `[ENVIRONMENT.deploy.parameters]`, or of
 * `[ENVIRONMENT.global.parameters]`. The rest of the file speaks of AWS accounts and of SAM's own way to build.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { CliError } from './cli-error.ts';

export interface SamConfig {
  readonly stackName?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

type Value = string | readonly string[];
type Section = Readonly<Record<string, Value>>;

/** @throws {CliError} for a file that cannot be read, or an environment that it lacks */
export async function readSamConfig(folder: string, environment?: string): Promise<SamConfig> {
  const file = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined) {
    if (environment === undefined) return { parameters: {} };
    throw new CliError(`--config-env ${environment}: there is no samconfig.toml in ${folder}`, { exitCode: 2 });
  }
  const text = await readFile(file, 'utf8');
  const name = environment ?? 'default';
  const sections = file.endsWith('.toml') ? tomlSections(text, file) : yamlSections(text);
  const isKnown = [...sections.keys()].some((section) => section.startsWith(`${name}.`));
  if (environment !== undefined && !isKnown)
    throw new CliError(`${file} has no environment ${environment}`, { exitCode: 2 });
  const found = { ...sections.get(`${name}.global.parameters`), ...sections.get(`${name}.deploy.parameters`) };
  const { stack_name: stackName, parameter_overrides: overrides, tags } = found;
  const pairs = tags === undefined ? undefined : Object.entries(readPairs(tags));
  return {
    ...(typeof stackName === 'string' && { stackName }),
    parameters: overrides === undefined ? {} : readPairs(overrides),
    ...(pairs && { tags: pairs.map(([Key, Value]) => ({ Key, Value })) }),
  };
}

/** `A=b C="d e"`, `ParameterKey=A,ParameterValue=b`, or a list of such pairs. */
export function readPairs(value: Value): Readonly<Record<string, string>> {
  const text = typeof value === 'string' ? value : value.map((pair) => quoteValue(pair)).join(' ');
  const pairs: Record<string, string> = {};
  const pattern = /(?:ParameterKey=([^\s,]+),ParameterValue=|([^\s=]+)=)("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g;
  for (const [, long, short, raw = ''] of text.matchAll(pattern)) pairs[(long ?? short) as string] = unquoted(raw);
  return pairs;
}

/** A pair of a list may hold blanks without quotes. */
function quoteValue(pair: string): string {
  const [, name, value] = /^([^=\s]+)=([^"'][\s\S]*)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined || name === 'ParameterKey') return pair;
  return `${name}=${JSON.stringify(value)}`;
}

function unquoted(raw: string): string {
  if (/^".*"$/s.test(raw)) return raw.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  return /^'.*'$/s.test(raw) ? raw.slice(1, -1) : raw;
}

function tomlSections(text: string, file: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Record<string, Value>>();
  let section: Record<string, Value> = {};
  for (const line of tomlLines(text)) {
    if (line === '' || line.startsWith('#')) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? {};
      sections.set(header, section);
      continue;
    }
    const [, name, raw] = /^([A-Za-z0-9_-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || raw === undefined)
      throw new CliError(`${file}: '${line}' is neither a section nor a setting`);
    section[name] = tomlValue(raw);
  }
  return sections;
}

/** A list may go over several lines: they are one here. */
function tomlLines(text: string): readonly string[] {
  const lines: string[] = [];
  let open = '';
  for (const part of text.split('\n').map((one) => one.trim())) {
    const line = open === '' ? part : `${open} ${part}`;
    const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').replace(/#.*$/, '');
    open = /=\s*\[/.test(bare) && !bare.includes(']') ? line : '';
    if (open === '') lines.push(line);
  }
  return open === '' ? lines : [...lines, open];
}

function tomlValue(raw: string): Value {
  const texts = [...raw.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map(([, double, single]) =>
    double === undefined ? (single as string) : (JSON.parse(`"${double}"`) as string),
  );
  if (raw.startsWith('[')) return texts;
  return texts[0] ?? raw.replace(/\s*#.*$/, '');
}

function yamlSections(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  const root = (parseYaml(text) ?? {}) as Record<string, unknown>;
  for (const [environment, commands] of Object.entries(root)) {
    if (typeof commands !== 'object' || commands === null) continue;
    for (const [command, settings] of Object.entries(commands as Record<string, { readonly parameters?: Section }>)) {
      if (settings?.parameters) sections.set(`${environment}.${command}.parameters`, settings.parameters);
    }
  }
  return sections;
}
