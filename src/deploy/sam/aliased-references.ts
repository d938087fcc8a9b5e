/** References to what SAM makes, by the names that SAM gives them: `MyApi.Stage`, `MyFunction.Alias`. */
import type { Json } from '../../asl/json.ts';
import { isObject } from '../template.ts';

export function withAliases<T extends Json>(value: T, aliases: ReadonlyMap<string, string>): T {
  if (aliases.size === 0) return value;
  return walk(value, aliases) as T;
}

function walk(value: Json, aliases: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => walk(item, aliases));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'Ref' && typeof member === 'string') return [name, aliases.get(member) ?? member];
      if (name === 'Fn::Sub') return [name, inText(walk(member, aliases), aliases)];
      return [name, walk(member, aliases)];
    }),
  );
}

function inText(argument: Json, aliases: ReadonlyMap<string, string>): Json {
  const replace = (text: string): string =>
    text.replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => {
      const id = aliases.get(name.trim());
      return id === undefined ? whole : `\${${id}}`;
    });
  if (typeof argument === 'string') return replace(argument);
  if (!Array.isArray(argument)) return argument;
  const [text, ...rest] = argument as Json[];
  return [typeof text === 'string' ? replace(text) : (text ?? null), ...rest];
}
