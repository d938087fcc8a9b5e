/**
 * Evaluates JSONPath payload templates: Parameters, ResultSelector, ItemSelector, Assign.
 *
 * 1. A member `"name.$"` holds a path or an intrinsic function and yields a member `"name"`; everything else is literal.
 * 2. A template is compiled once, cached by its identity; what holds no expression is passed on as it is, uncopied.
 * 3. The wording of a failure is that of templates; path fields have another.
 */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';
import type { JsonPath } from '../asl/syntax/json-path.ts';
import { parseIntrinsic } from '../asl/syntax/parse-intrinsic.ts';
import { boundedCache } from './bounded-cache.ts';
import { compileIntrinsic, MissingPath } from './compile-intrinsic.ts';
import { compileJsonPath, type SelectPath } from './compile-json-path.ts';
import { explainMissingPath } from './explain-missing-path.ts';
import { IntrinsicProblem } from './intrinsic-functions.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { compiledPath } from './path.ts';
import type { Evaluation, Scope } from './scope.ts';
import type { WorkflowError } from './workflow-error.ts';

/** What went wrong is left in `failure`; the value is then undefined. */
interface Run {
  readonly scope: Scope;
  failure: WorkflowError | undefined;
}
type Build = (run: Run) => Json | undefined;
/** An expression alone; `field` is what its failure names. */
type EvaluateText = (run: Run, field: string) => Json | undefined;

const compiledTemplates = new WeakMap<object, Build>();

export function evaluateTemplate(template: Json, scope: Scope): Evaluation<Json> {
  if (typeof template !== 'object' || template === null) return { ok: true, value: template };
  let build = compiledTemplates.get(template);
  if (build === undefined) {
    build = compile(template) ?? (() => template);
    compiledTemplates.set(template, build);
  }
  return outcome(build, { scope, failure: undefined });
}

/** A field that holds one path or intrinsic function, such as ErrorPath; `field` is its name. */
export function evaluateStringField(text: string, scope: Scope, field: string): Evaluation<Json> {
  return outcome((run) => compiledText(text)(run, field), { scope, failure: undefined });
}

function outcome(build: Build, run: Run): Evaluation<Json> {
  const value = build(run);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, error: run.failure ?? { error: 'States.Runtime' } };
}

/** Undefined if the template holds no expression. */
function compile(template: Json): Build | undefined {
  if (isJsonArray(template)) return compileItems(template);
  return isJsonObject(template) ? compileMembers(template) : undefined;
}

function compileItems(template: readonly Json[]): Build | undefined {
  const builds = template.map(compile);
  if (builds.every((build) => build === undefined)) return undefined;
  return (run) => {
    const items: Json[] = [];
    for (let at = 0; at < template.length; at++) {
      const build = builds[at];
      const item = build === undefined ? template[at] : build(run);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  };
}

interface Member {
  readonly name: string;
  readonly literal: Json | undefined;
  readonly build: Build | undefined;
}

function compileMembers(template: JsonObject): Build | undefined {
  const members = Object.entries(template).map(([name, value]) => compileMember(name, value));
  if (members.every((member) => member.build === undefined)) return undefined;
  return (run) => {
    const built: Record<string, Json> = {};
    for (const { name, literal, build } of members) {
      const value = build === undefined ? literal : build(run);
      if (value === undefined) return undefined;
      setMember(built, name, value);
    }
    return built;
  };
}

function compileMember(name: string, value: Json): Member {
  if (!name.endsWith('.$')) return { name, literal: value, build: compile(value) };
  const bare = name.slice(0, -2);
  if (typeof value === 'string') {
    const evaluate = compiledText(value);
    return { name: bare, literal: undefined, build: (run) => evaluate(run, name) };
  }
  const cause = `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`;
  return { name: bare, literal: undefined, build: (run) => fail(run, 'States.ParameterPathFailure', cause) };
}

const compiledText = boundedCache<string, EvaluateText>(10_000, (text) =>
  text.startsWith('$') ? compilePathText(text) : compileIntrinsicText(text),
);

function compilePathText(text: string): EvaluateText {
  const compiled = compiledPath(text);
  if (!compiled.ok) {
    return (run, field) =>
      fail(run, 'States.Runtime', `The JSONPath '${text}' specified for the field '${field}' is not valid`);
  }
  const { path, select } = compiled;
  const listOf = listBefore(path);
  return (run, field) => {
    const value = select(run.scope);
    if (run.scope.input === null && path.root.type === 'Input') {
      return fail(run, 'States.Runtime', 'Unable to apply Path transformation to null or empty input.');
    }
    if (value === undefined) {
      if (listOf !== undefined && isJsonArray(listOf(run.scope))) return null;
      const input = stringifyJson(run.scope.input);
      const cause = `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${input}'`;
      return fail(run, 'States.Runtime', cause);
    }
    return value;
  };
}

/** Selects the list of a path that ends at an index: beyond its end there is null, in templates alone, as at AWS. */
function listBefore(path: JsonPath): SelectPath | undefined {
  if (path.segments.at(-1)?.type !== 'Index') return undefined;
  return compileJsonPath({ ...path, segments: path.segments.slice(0, -1) });
}

function compileIntrinsicText(text: string): EvaluateText {
  const parsed = parseIntrinsic(text);
  if (!parsed.ok) {
    const cause = `The function '${text}' had the following error: ${parsed.message}`;
    return (run) => fail(run, 'States.IntrinsicFailure', cause);
  }
  const evaluate = compileIntrinsic(parsed.call);
  return (run) => {
    try {
      return evaluate(run.scope);
    } catch (problem) {
      return failIntrinsic(run, text, problem);
    }
  };
}

function failIntrinsic(run: Run, text: string, problem: unknown): undefined {
  const start = `The function '${text}' had the following error: `;
  if (problem instanceof MissingPath) {
    const input = stringifyJson(run.scope.input);
    const misuse = explainMissingPath(problem.path, run.scope);
    // What is no list was indexed: AWS hands on what its JSONPath library says.
    if (misuse.startsWith('Filter: ')) return fail(run, 'States.Runtime', start + misuse);
    const cause = `${start}The JsonPath argument for the field '${problem.path.text}' could not be found in the input '${input}'`;
    return fail(run, 'States.Runtime', cause);
  }
  if (problem instanceof IntrinsicProblem) return fail(run, 'States.IntrinsicFailure', start + problem.message);
  throw problem;
}

function fail(run: Run, error: string, cause: string): undefined {
  run.failure = { error, cause };
  return undefined;
}
