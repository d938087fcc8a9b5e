/**
 * Definitions at the API's edge: parsed and validated as AWS does at creation, with the integrations that exist here.
 * Compiled machines are cached by revision, since every activation asks for its machine.
 */
import { diagnosticsToMessage, type ParsedStateMachine, parseStateMachine } from '../../asl/index.ts';
import type { Limits } from '../../asl/limits.ts';
import type { StateGraph, StateMachine } from '../../asl/state-machine.ts';
import { argumentProblems } from '../../connectors/argument-check.ts';
import type { IntegrationCatalogue } from '../../connectors/integration-catalogue.ts';
import type { MachineSource } from '../../engine/engine.ts';
import { ApiError } from '../../gateway/operation.ts';
import type { RevisionRecord, StateMachineStore, StateMachineType } from './state-machine-store.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export function checkDefinition(
  definition: string,
  type: StateMachineType,
  limits: Limits,
  integrations: IntegrationCatalogue,
): ParsedStateMachine {
  return parseStateMachine(definition, {
    type,
    limits,
    supportsDistributedMaps: true,
    isKnownIntegration: (integration) => integrations.verdict(integration),
    argumentProblems,
  });
}

/** What will not work here is told to the operator. @throws {ApiError} InvalidDefinition, with every error in one message. */
export function requireDefinition(
  { limits, integrations, logger }: Pick<StatesDependencies, 'limits' | 'integrations' | 'logger'>,
  stateMachineArn: string,
  definition: string,
  type: StateMachineType,
): StateMachine {
  const checked = checkDefinition(definition, type, limits, integrations);
  if (!checked.ok) throw new ApiError('InvalidDefinition', diagnosticsToMessage(checked.diagnostics));
  for (const { message, location } of checked.diagnostics) {
    logger.warn(`Runs that get there will fail: ${message}`, { stateMachineArn, location });
  }
  return checked.machine;
}

const CACHED_MACHINES = 1_000;

/** Compiles revisions when an execution first needs them and keeps the most recent ones. */
export function createMachineSource(store: StateMachineStore): MachineSource {
  const compiled = new Map<string, StateMachine>();
  return {
    machine(revisionId) {
      const known = compiled.get(revisionId);
      if (known) return known;
      const revision = store.revisions.get(revisionId);
      const machine = revision && compile(revision);
      if (!machine) return undefined;
      const [oldest] = compiled.keys();
      if (compiled.size >= CACHED_MACHINES && oldest !== undefined) compiled.delete(oldest);
      compiled.set(revisionId, machine);
      return machine;
    },
    absentActivities: (machine) => activitiesOf(machine).filter((arn) => !store.hasActivity(arn)),
  };
}

const knownActivities = new WeakMap<StateMachine, readonly string[]>();

/** The activities that the machine's tasks name, however deep. Most machines have none. */
function activitiesOf(machine: StateMachine): readonly string[] {
  const known = knownActivities.get(machine);
  if (known) return known;
  const found = [...new Set(activitiesIn(machine))];
  knownActivities.set(machine, found);
  return found;
}

function activitiesIn({ states }: StateGraph): string[] {
  return Object.values(states).flatMap((state) => {
    switch (state.type) {
      case 'Task':
        return state.resource.type === 'activity' ? [state.resource.arn] : [];
      case 'Parallel':
        return state.branches.flatMap(activitiesIn);
      case 'Map':
        return activitiesIn(state.processor);
      default:
        return [];
    }
  });
}

function compile(revision: RevisionRecord): StateMachine | undefined {
  const parsed = parseStateMachine(revision.definition, { type: revision.type, supportsDistributedMaps: true });
  return parsed.ok ? parsed.machine : undefined;
}
