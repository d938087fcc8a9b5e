/** The filters of DescribeParameters and GetParametersByPath. */
import { ApiError } from '../../gateway/operation.ts';
import type { Parameter } from './parameter-record.ts';

export interface ParameterFilter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  Name: ['Equals', 'BeginsWith', 'Contains'],
  Path: ['Recursive', 'OneLevel'],
};
const PLAIN = ['Equals', 'BeginsWith'];

/** @throws {ApiError} InvalidFilterKey, InvalidFilterOption, InvalidFilterValue */
export function checkFilters(filters: readonly ParameterFilter[], allowed?: readonly string[]): void {
  const seen = new Set<string>();
  for (const { Key, Option, Values = [] } of filters) {
    if (allowed && !allowed.includes(Key)) {
      throw new ApiError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${Key}. Valid filter keys include: [${allowed.join(', ')}].`,
      );
    }
    if (seen.has(Key)) {
      throw new ApiError(
        'InvalidFilterKey',
        'The following filter is duplicated in the request: ' +
          `${Key}. A request can contain only one occurrence of a specific filter.`,
      );
    }
    seen.add(Key);
    const options = OPTIONS[Key] ?? PLAIN;
    if (Option !== undefined && !options.includes(Option)) {
      throw new ApiError(
        'InvalidFilterOption',
        `The following filter option is not valid: ${Option}. Valid options include: [${options.join(', ')}].`,
      );
    }
    if (Values.length === 0 && !Key.startsWith('tag:')) {
      throw new ApiError('InvalidFilterValue', `The following filter values are missing : null for filter key ${Key}`);
    }
  }
}

export function passes(parameter: Parameter, filters: readonly ParameterFilter[]): boolean {
  return filters.every((filter) => holds(parameter, filter));
}

function holds({ record, version }: Parameter, { Key, Option = 'Equals', Values = [] }: ParameterFilter): boolean {
  const matches = (texts: readonly (string | undefined)[]): boolean =>
    texts.some((text) => text !== undefined && Values.some((value) => compare(text, value, Option)));
  switch (Key) {
    case 'Name':
      // Slashes at the start do not count, on either side.
      return Values.some((value) => compare(bare(record.name), bare(value), Option));
    case 'Type':
      return matches([version.type]);
    case 'KeyId':
      return matches([version.keyId]);
    case 'Tier':
      return matches([version.tier]);
    case 'DataType':
      return matches([version.dataType]);
    case 'Label':
      return matches(Object.entries(record.labels).flatMap(([label, on]) => (on === version.version ? [label] : [])));
    case 'Path':
      return Values.some((path) => isUnder(record.name, path, Option === 'Recursive'));
    default: {
      const tag = record.tags.find((one) => `tag:${one.Key}` === Key);
      return tag !== undefined && (Values.length === 0 || matches([tag.Value]));
    }
  }
}

const bare = (name: string): string => name.replace(/^\/+/, '');

function compare(text: string, value: string, option: string): boolean {
  if (option === 'BeginsWith') return text.startsWith(value);
  return option === 'Contains' ? text.includes(value) : text === value;
}

export function isUnder(name: string, path: string, isRecursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const whole = prefix === '/' && !name.startsWith('/') ? `/${name}` : name;
  return whole.startsWith(prefix) && (isRecursive || !whole.slice(prefix.length).includes('/'));
}
