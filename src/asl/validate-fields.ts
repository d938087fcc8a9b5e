/**
 * The loop that every object of a definition goes through: a table says which fields it may have and what each must be.
 *
 * 1. A field that the table lacks is an error: nothing that the author wrote is ignored.
 * 2. Findings come in a fixed order: required fields, unknown fields, fields of the other language, groups, then values.
 */
import type { Findings } from './findings.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place } from './place.ts';
import type { QueryLanguage, ServiceIntegration } from './state-machine.ts';
import type { ParsedJsonata } from './syntax/parse-jsonata.ts';

/** Names of members come without the `.$` of a path; where a value is worked out, there is `null`. */
export type ArgumentCheck = (ref: ServiceIntegration, value: JsonObject) => readonly ArgumentProblem[];

export interface ArgumentProblem {
  /** From the arguments down to the object that is wrong. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What holds for a whole definition while it is validated. */
export interface MachineContext {
  readonly findings: Findings;
  readonly machineType: 'STANDARD' | 'EXPRESS';
  readonly language: QueryLanguage;
  readonly supportsDistributedMaps: boolean;
  readonly isKnownIntegration: ((ref: ServiceIntegration) => boolean | string) | undefined;
  readonly argumentProblems: ArgumentCheck | undefined;
  /** Labels of maps met so far. */
  readonly labels: Set<string>;
  /** JSONata parsed so far, by its text. */
  readonly expressions: Map<string, ParsedJsonata>;
}

export interface StateContext {
  readonly machine: MachineContext;
  readonly findings: Findings;
  readonly language: QueryLanguage;
  /** A state that asks for JSONPath inside a JSONata machine gets that one message, not one for each of its fields. */
  readonly ignoresLanguage: boolean;
  /** Whether `$states.errorOutput` is bound: in `Assign` and `Output` of a catcher. */
  readonly isInCatcher: boolean;
  /** How many graphs of states surround this one. */
  readonly depth: number;
}

export type Check = (value: Json, place: Place, context: StateContext) => void;

export interface FieldRule {
  readonly check: Check;
  /** The only query language in which the field exists. */
  readonly language?: QueryLanguage;
}

export interface ObjectRule {
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** In the order in which AWS names them. */
  readonly required?: readonly string[];
  readonly groups?: readonly FieldGroup[];
}

/** Fields that exclude each other; `isRequired` when one of them must be there. */
export interface FieldGroup {
  readonly names: readonly string[];
  readonly isRequired?: boolean;
}

/** `"End": false` says nothing: beside a `Next` it is as good as absent. */
function isGiven(value: JsonObject, name: string): boolean {
  return Object.hasOwn(value, name) && !(name === 'End' && value[name] === false);
}

/** Says "Expected value of type […]" unless the value is an object, and then checks its fields. */
export function checkObject(value: Json, rule: ObjectRule, place: Place, context: StateContext): value is JsonObject {
  if (!isObject(value)) {
    context.findings.error(place, 'Expected value of type [OBJECT]');
    return false;
  }
  checkRequired(value, rule.required ?? [], place, context);
  checkKnown(value, rule, place, context);
  for (const group of rule.groups ?? []) checkGroup(value, group, place, context);
  checkValues(value, rule, place, context);
  return true;
}

function checkRequired(value: JsonObject, names: readonly string[], place: Place, context: StateContext): void {
  const missing = names.filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) context.findings.error(place, `These fields are required: [${missing.join(', ')}]`);
}

function checkKnown(value: JsonObject, rule: ObjectRule, place: Place, context: StateContext): void {
  for (const name of Object.keys(value)) {
    if (ruleOf(rule, name) === undefined) context.findings.error(place, `Field '${name}' is not supported`);
  }
  if (context.ignoresLanguage) return;
  for (const name of Object.keys(value)) {
    const only = ruleOf(rule, name)?.language;
    if (only !== undefined && only !== context.language) {
      context.findings.error(place, otherLanguage(context.language, name, only));
    }
  }
}

function otherLanguage(language: QueryLanguage, name: string, only: QueryLanguage): string {
  return `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${only}' QueryLanguage`;
}

export function checkGroup(value: JsonObject, group: FieldGroup, place: Place, context: StateContext): void {
  const present = group.names.filter((name) => isGiven(value, name));
  const list = `[${group.names.join(', ')}]`;
  if (present.length > 1) context.findings.error(place, `There should only be one of the following fields: ${list}`);
  if (present.length === 0 && group.isRequired) {
    context.findings.error(place, `This object should have only one of the following fields: ${list}`);
  }
}

function checkValues(value: JsonObject, rule: ObjectRule, place: Place, context: StateContext): void {
  for (const [name, member] of Object.entries(value)) {
    const field = ruleOf(rule, name);
    if (field === undefined) continue;
    if (field.language !== undefined && field.language !== context.language) continue;
    field.check(member, at(place, name), context);
  }
}

function ruleOf(rule: ObjectRule, name: string): FieldRule | undefined {
  return Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
}
