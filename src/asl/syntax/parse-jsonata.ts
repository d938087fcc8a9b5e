/**
 * Parses a `{% … %}` string with the JSONata parser and says what the expression reads.
 *
 * 1. It never throws; `message` is the parser's sentence, which AWS quotes without its code.
 * 2. What it reads is found by walking the syntax tree with its scopes: a name bound inside the expression is not a workflow variable.
 * 3. "Top level" is where nothing but the (empty) input is the context: there, names and `$` refer to nothing, and AWS refuses them.
 */
import jsonata from 'jsonata';
import { readJsonataReferences } from './jsonata-references.ts';

export interface JsonataSource {
  /** What stands between `{%` and `%}`, blanks trimmed: the text that AWS's messages quote. */
  readonly text: string;
  /** Workflow variables read, without `$`; `states` and JSONata's functions are not among them. */
  readonly variables: readonly string[];
  /** First names after `$states`: `input`, `result`, `errorOutput`, `context`, or whatever else was written. */
  readonly statesFields: readonly string[];
  /** Names read at the top level, `$` and `$$` among them: AWS refuses the definition for each. */
  readonly topLevelReferences: readonly string[];
}

export type ParsedJsonata =
  | { readonly ok: true; readonly source: JsonataSource }
  | { readonly ok: false; readonly code: 'INVALID_JSONATA_EXPRESSION'; readonly message: string };

/** Whether the string is an expression: `{%` and `%}` enclose it exactly, no blanks outside. */
export function isJsonataString(text: string): boolean {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');
}

/** The expression inside `{% … %}`. */
export function jsonataText(text: string): string {
  return text.slice(2, -2).trim();
}

export function parseJsonata(text: string): ParsedJsonata {
  const inner = jsonataText(text);
  try {
    const tree = jsonata(inner).ast();
    return { ok: true, source: { text: inner, ...readJsonataReferences(tree) } };
  } catch (problem) {
    return { ok: false, code: 'INVALID_JSONATA_EXPRESSION', message: problemMessage(problem) };
  }
}

function problemMessage(problem: unknown): string {
  if (problem instanceof RangeError) return 'The expression is nested too deeply';
  const message = (problem as { message?: unknown }).message;
  return typeof message === 'string' ? message : String(problem);
}
