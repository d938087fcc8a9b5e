/**
 * The one way from the text of a definition to a state machine that runs.
 *
 * 1. It never throws: whatever the text, it gives a machine or diagnostics with AWS's codes, words and locations.
 * 2. A machine comes back only without errors. 3. Its time and depth are bounded by the length of the text.
 */
import { compileStateMachine } from './compile-state-machine.ts';
import type { Diagnostic } from './diagnostic.ts';
import { createFindings, type Findings } from './findings.ts';
import type { JsonObject } from './json.ts';
import type { Limits } from './limits.ts';
import { type DefinitionFormat, type ParsedDefinition, parseDefinition } from './parse-definition.ts';
import { locationOf, pathOf } from './place.ts';
import type { ServiceIntegration, StateMachine } from './state-machine.ts';
import { utf8Length } from './utf8-length.ts';
import type { ArgumentCheck } from './validate-fields.ts';
import { languageOf, validateMachine } from './validate-graph.ts';
import { validateTransitions } from './validate-transitions.ts';

export interface ParseOptions {
  /** Default STANDARD. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** Default json. */
  readonly format?: DefinitionFormat;
  /** Asked about integrations that AWS has; `false` refuses one, a sentence warns of it. Default: all of AWS's. */
  readonly isKnownIntegration?: (ref: ServiceIntegration) => boolean | string;
  /** What is wrong with a Task's arguments for an integration, as far as it can be seen before they are evaluated. */
  readonly argumentProblems?: ArgumentCheck;
  /** Default false: distributed maps are validated and then refused. */
  readonly supportsDistributedMaps?: boolean;
  /** Only `definitionBytes` is read. Default: no limit. */
  readonly limits?: Limits;
}

export type ParsedStateMachine =
  | { readonly ok: true; readonly machine: StateMachine; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function parseStateMachine(text: string, options: ParseOptions = {}): ParsedStateMachine {
  return parse(text, options, true);
}

/** The name that a lone state gets, as AWS's TestState names it in its messages. */
export const loneStateName = 'StateName';

/** Parses one state, as TestState takes it. Its `Next` may name states that the text does not hold. */
export function parseLoneState(text: string, options: ParseOptions = {}): ParsedStateMachine {
  return parse(text, options, false);
}

function parse(text: string, options: ParseOptions, isMachine: boolean): ParsedStateMachine {
  const tooLarge = checkSize(text, options.limits);
  if (tooLarge !== undefined) return { ok: false, diagnostics: [tooLarge] };
  const parsed = parseDefinition(text, options.format ?? 'json');
  if (!parsed.ok) return { ok: false, diagnostics: [parsed.diagnostic] };
  const definition = isMachine ? parsed.value : wrap(parsed.value);
  const findings = createFindings();
  validateMachine(definition, {
    findings,
    machineType: options.type ?? 'STANDARD',
    language: languageOf(definition, 'JSONPath'),
    supportsDistributedMaps: options.supportsDistributedMaps ?? false,
    isKnownIntegration: options.isKnownIntegration,
    argumentProblems: options.argumentProblems,
    labels: new Set(),
    expressions: new Map(),
  });
  if (!findings.hasErrors()) validateTransitions(definition, findings, isMachine);
  const diagnostics = toDiagnostics(findings, parsed, isMachine);
  if (findings.hasErrors()) return { ok: false, diagnostics };
  return { ok: true, machine: compileStateMachine(definition), diagnostics };
}

function wrap(state: JsonObject): JsonObject {
  return { StartAt: loneStateName, States: { [loneStateName]: state } };
}

function checkSize(text: string, limits: Limits | undefined): Diagnostic | undefined {
  if (limits === undefined || utf8Length(text) <= limits.definitionBytes) return undefined;
  const message = `Definition must not be larger than ${limits.definitionBytes} bytes (limit definitionBytes of profile '${limits.profile}')`;
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message };
}

function toDiagnostics(
  findings: Findings,
  parsed: ParsedDefinition & { ok: true },
  isMachine: boolean,
): readonly Diagnostic[] {
  return findings.all.map(({ severity, code, message, place }) => {
    if (place === undefined) return { severity, code, message };
    const path = pathOf(place);
    const range = parsed.rangeOf(isMachine ? path : path.slice(2));
    return { severity, code, message, location: locationOf(place), ...(range && { range }) };
  });
}
