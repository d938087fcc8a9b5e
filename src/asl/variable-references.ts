/**
 * Which workflow variables each state reads: the `variableReferences` of AWS's Describe operations.
 * States that read none are left out; names are sorted; states inside a Map or Parallel stand beside the others.
 */
import type { Json, JsonObject } from './json.ts';
import { type DefinitionFormat, isObject, parseDefinition } from './parse-definition.ts';
import { variablesOfIntrinsic } from './syntax/intrinsic.ts';
import { variablesOfJsonPath } from './syntax/json-path.ts';
import { parseIntrinsic } from './syntax/parse-intrinsic.ts';
import { parseJsonPath } from './syntax/parse-json-path.ts';
import { isJsonataString, parseJsonata } from './syntax/parse-jsonata.ts';
import { languageOf } from './validate-graph.ts';

export type VariableReferences = Readonly<Record<string, readonly string[]>>;

const innerGraphFields = new Set(['Branches', 'ItemProcessor', 'Iterator']);
const literalFields = new Set(['Comment', 'Result', 'Next', 'Default', 'Resource', 'Retry', 'ErrorEquals', 'Label']);
const payloadFields = new Set([
  'Arguments',
  'Assign',
  'BatchInput',
  'Credentials',
  'ItemSelector',
  'Output',
  'Parameters',
  'ResultSelector',
]);

/** Undefined where no state reads a variable, or where the text is no valid definition. */
export function variableReferences(text: string, format: DefinitionFormat = 'json'): VariableReferences | undefined {
  const parsed = parseDefinition(text, format);
  if (!parsed.ok) return undefined;
  const references = new Map<string, readonly string[]>();
  collectFromGraph(parsed.value, languageOf(parsed.value, 'JSONPath'), references);
  return references.size === 0 ? undefined : Object.fromEntries(references);
}

type Language = ReturnType<typeof languageOf>;

function collectFromGraph(
  graph: Json | undefined,
  machine: Language,
  references: Map<string, readonly string[]>,
): void {
  const states = isObject(graph) ? graph['States'] : undefined;
  if (!isObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const language = languageOf(state, machine);
    const names = new Set<string>();
    collectFromFields(state, (text, key) => {
      for (const variable of readsOf(text, key, language)) names.add(variable);
    });
    if (names.size > 0) references.set(name, [...names].sort());
    collectFromGraph(state['ItemProcessor'] ?? state['Iterator'], machine, references);
    const branches = state['Branches'];
    if (Array.isArray(branches)) for (const branch of branches) collectFromGraph(branch, machine, references);
  }
}

type Visit = (text: string, key: string) => void;

function collectFromFields(owner: JsonObject, visit: Visit): void {
  for (const [key, value] of Object.entries(owner)) {
    if (innerGraphFields.has(key) || literalFields.has(key)) continue;
    if (payloadFields.has(key)) visitPayload(value, '', visit);
    else if (typeof value === 'string') visit(value, key);
    else if (Array.isArray(value)) {
      for (const item of value) if (isObject(item)) collectFromFields(item, visit);
    } else if (isObject(value)) collectFromFields(value, visit);
  }
}

/** In a payload of JSONPath only members named `….$` are evaluated. */
function visitPayload(value: Json, key: string, visit: Visit): void {
  if (typeof value === 'string') visit(value, key.endsWith('.$') ? '.$' : '');
  else if (Array.isArray(value)) for (const item of value) visitPayload(item, '', visit);
  else if (isObject(value)) for (const [name, member] of Object.entries(value)) visitPayload(member, name, visit);
}

function readsOf(text: string, key: string, language: Language): readonly string[] {
  if (language === 'JSONata') {
    if (!isJsonataString(text)) return [];
    const parsed = parseJsonata(text);
    return parsed.ok ? parsed.source.variables : [];
  }
  if (!key.endsWith('Path') && key !== '.$' && key !== 'Variable') return [];
  if (text.startsWith('$')) {
    const parsed = parseJsonPath(text);
    return parsed.ok ? variablesOfJsonPath(parsed.path) : [];
  }
  const parsed = parseIntrinsic(text);
  return parsed.ok ? variablesOfIntrinsic(parsed.call) : [];
}
