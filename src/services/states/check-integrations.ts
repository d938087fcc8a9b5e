/** Finds the tasks of a machine whose resource nobody answers for: they are refused at creation, never at run time. */
import type { Diagnostic } from '../../asl/diagnostic.ts';
import type { State, StateGraph } from '../../asl/state-machine.ts';
import type { IntegrationCatalogue } from '../../connectors/integration-catalogue.ts';

export function checkIntegrations(graph: StateGraph, integrations: IntegrationCatalogue): readonly Diagnostic[] {
  return checkGraph(graph, '', integrations);
}

function checkGraph(graph: StateGraph, path: string, integrations: IntegrationCatalogue): readonly Diagnostic[] {
  return Object.entries(graph.states).flatMap(([name, state]) =>
    checkState(state, `${path}/States/${name}`, integrations),
  );
}

function checkState(state: State, path: string, integrations: IntegrationCatalogue): readonly Diagnostic[] {
  switch (state.type) {
    case 'Task': {
      const message = integrations.refuse(state.resource);
      if (message === undefined) return [];
      return [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location: `${path}/Resource` }];
    }
    case 'Parallel':
      return state.branches.flatMap((branch, index) => checkGraph(branch, `${path}/Branches[${index}]`, integrations));
    case 'Map':
      return checkGraph(state.processor, `${path}/ItemProcessor`, integrations);
    case 'Pass':
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return [];
  }
}
