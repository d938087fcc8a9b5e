/**
 * Evaluates a path field: InputPath, OutputPath, ItemsPath, TimeoutSecondsPath and their like.
 *
 * 1. A path is compiled once and cached by its text. 2. An indefinite path that matches nothing yields an empty list.
 * 3. The wording of a failure is that of these fields; payload templates have another.
 */
import type { Json } from '../asl/json.ts';
import type { JsonPath } from '../asl/syntax/json-path.ts';
import { parseJsonPath } from '../asl/syntax/parse-json-path.ts';
import { boundedCache } from './bounded-cache.ts';
import { compileJsonPath, type SelectPath } from './compile-json-path.ts';
import { explainMissingPath } from './explain-missing-path.ts';
import type { Evaluation, Scope } from './scope.ts';

export type CompiledPath =
  | { readonly ok: true; readonly path: JsonPath; readonly select: SelectPath }
  | { readonly ok: false; readonly message: string };

/** The compiled form of a path's text. */
export const compiledPath: (text: string) => CompiledPath = boundedCache(10_000, (text) => {
  const parsed = parseJsonPath(text);
  return parsed.ok ? { ok: true, path: parsed.path, select: compileJsonPath(parsed.path) } : parsed;
});

export function evaluatePath(path: string, scope: Scope): Evaluation<Json> {
  const compiled = compiledPath(path);
  if (!compiled.ok) return invalidPath(path, compiled.message);
  const value = compiled.select(scope);
  if (value !== undefined) return { ok: true, value };
  return invalidPath(path, explainMissingPath(compiled.path, scope));
}

/** The value at the path, or undefined where there is none. Throws nothing; a malformed path has no value. */
export function selectPath(path: string, scope: Scope): Json | undefined {
  const compiled = compiledPath(path);
  return compiled.ok ? compiled.select(scope) : undefined;
}

function invalidPath(path: string, reason: string): Evaluation<never> {
  return { ok: false, error: { error: 'States.Runtime', cause: `Invalid path '${path}' : ${reason}` } };
}
