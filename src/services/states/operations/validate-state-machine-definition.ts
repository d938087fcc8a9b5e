import type { Operation } from '../../../gateway/operation.ts';
import { checkDefinition } from '../definition.ts';
import { pageSize } from '../page-token.ts';
import type { StateMachineType } from '../state-machine-store.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE } from './list-state-machines.ts';

export interface ValidateStateMachineDefinitionInput {
  readonly definition: string;
  readonly type?: StateMachineType;
  readonly severity?: 'ERROR' | 'WARNING';
  readonly maxResults?: number;
}

/** `severity` is the least that is reported: ERROR leaves out the warnings. */
export function validateStateMachineDefinition({
  limits,
  integrations,
}: StatesDependencies): Operation<ValidateStateMachineDefinitionInput> {
  return ({ definition, type = 'STANDARD', severity = 'ERROR', maxResults }) => {
    const { diagnostics } = checkDefinition(definition, type, limits, integrations);
    const reported = diagnostics.filter((one) => severity === 'WARNING' || one.severity === 'ERROR');
    const shown = reported.slice(0, pageSize(maxResults, DEFAULT_PAGE));
    return {
      result: diagnostics.some((one) => one.severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: shown.map((one) => ({
        severity: one.severity,
        code: one.code,
        message: one.message,
        ...(one.location !== undefined && { location: one.location }),
      })),
      truncated: shown.length < reported.length,
    };
  };
}
