/**
 * Definitions at the API's edge: parsed and validated as AWS does at creation, with the integrations that exist here.
 * Compiled machines are cached by revision, since every activation asks for its machine.
 */
import type { Diagnostic } from '../../asl/diagnostic.ts';
import type { Limits } from '../../asl/limits.ts';
import { diagnosticsToMessage, parseStateMachine } from '../../asl/parse-state-machine.ts';
import type { StateMachine } from '../../asl/state-machine.ts';
import type { IntegrationCatalogue } from '../../connectors/integration-catalogue.ts';
import type { MachineSource } from '../../engine/engine.ts';
import { checkIntegrations } from './check-integrations.ts';
import { invalidDefinition } from './errors.ts';
import type { RevisionRecord, StateMachineStore, StateMachineType } from './state-machine-store.ts';

export interface CheckedDefinition {
  /** Absent when there is an error among the diagnostics. */
  readonly machine?: StateMachine;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkDefinition(
  definition: string,
  type: StateMachineType,
  limits: Limits,
  integrations: IntegrationCatalogue,
): CheckedDefinition {
  const { machine, diagnostics } = parseStateMachine(definition, { type, limits });
  if (!machine) return { diagnostics };
  const unknown = checkIntegrations(machine, integrations);
  return unknown.length > 0 ? { diagnostics: [...diagnostics, ...unknown] } : { machine, diagnostics };
}

/** @throws {ApiError} InvalidDefinition, with every error in one message. */
export function requireDefinition(
  definition: string,
  type: StateMachineType,
  limits: Limits,
  integrations: IntegrationCatalogue,
): StateMachine {
  const { machine, diagnostics } = checkDefinition(definition, type, limits, integrations);
  if (!machine) throw invalidDefinition(diagnosticsToMessage(diagnostics));
  return machine;
}

const CACHED_MACHINES = 1_000;

/** Compiles revisions when an execution first needs them and keeps the most recent ones. */
export function createMachineSource(store: StateMachineStore, limits: Limits): MachineSource {
  const compiled = new Map<string, StateMachine>();
  return {
    machine(revisionId) {
      const known = compiled.get(revisionId);
      if (known) return known;
      const revision = store.revisions.get(revisionId);
      const machine = revision && compile(revision, limits);
      if (!machine) return undefined;
      const [oldest] = compiled.keys();
      if (compiled.size >= CACHED_MACHINES && oldest !== undefined) compiled.delete(oldest);
      compiled.set(revisionId, machine);
      return machine;
    },
  };
}

function compile(revision: RevisionRecord, limits: Limits): StateMachine | undefined {
  return parseStateMachine(revision.definition, { type: revision.type, limits }).machine;
}
