import type { Operation } from '../../../gateway/operation.ts';
import type { ExecutionStatus } from '../../../interpreter/step.ts';
import type { ExecutionFilter, ExecutionRecord } from '../../../store/journal.ts';
import { parseArn, parseStateMachineArn } from '../arn.ts';
import { resourceNotFound, stateMachineDoesNotExist, typeNotSupported, validation } from '../errors.ts';
import { executionSummary } from '../execution-view.ts';
import { findMachine } from '../find-state-machine.ts';
import { decodePageToken, encodePageToken, pageSize } from '../page-token.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { DEFAULT_PAGE, type ListInput } from './list-state-machines.ts';

export interface ListExecutionsInput extends ListInput {
  readonly stateMachineArn?: string;
  readonly mapRunArn?: string;
  readonly statusFilter?: ExecutionStatus | 'PENDING_REDRIVE';
  readonly redriveFilter?: 'REDRIVEN' | 'NOT_REDRIVEN';
}

/** Newest first. */
export function listExecutions(dependencies: StatesDependencies): Operation<ListExecutionsInput> {
  return async (input) => {
    const scope = `ListExecutions ${JSON.stringify([input.stateMachineArn, input.mapRunArn, input.statusFilter, input.redriveFilter])}`;
    const filter = await filterOf(dependencies, input);
    const after = decodePageToken(scope, input.nextToken);
    const page = await collect(dependencies, filter, input, after);
    return {
      executions: page.items.map(listItem),
      ...(page.next !== undefined && { nextToken: encodePageToken(scope, page.next) }),
    };
  };
}

function listItem(record: ExecutionRecord) {
  return executionSummary(record);
}

async function filterOf(dependencies: StatesDependencies, input: ListExecutionsInput): Promise<ExecutionFilter> {
  if ((input.stateMachineArn === undefined) === (input.mapRunArn === undefined)) {
    throw validation('Exactly one of stateMachineArn and mapRunArn must be specified');
  }
  const status = input.statusFilter === 'PENDING_REDRIVE' ? undefined : input.statusFilter;
  if (input.mapRunArn !== undefined) {
    parseArn(input.mapRunArn, ['mapRun']);
    if ((await dependencies.engine.list({ mapRunArn: input.mapRunArn }, 1)).items.length === 0) {
      throw resourceNotFound(input.mapRunArn);
    }
    return { mapRunArn: input.mapRunArn, status };
  }
  const { arn, machineArn, version, alias } = parseStateMachineArn(input.stateMachineArn as string);
  const machine = await findMachine(dependencies, machineArn);
  const { store } = dependencies;
  const exists = version ? store.versions.has(arn) : alias ? store.aliases.has(arn) : true;
  if (!machine || !exists) throw stateMachineDoesNotExist(arn);
  if (machine.type === 'EXPRESS') throw typeNotSupported();
  if (version) return { stateMachineVersionArn: arn, status };
  return alias ? { stateMachineAliasArn: arn, status } : { stateMachineArn: machineArn, status };
}

/** The store knows nothing of redrives: pages are filled from what passes the filter. */
async function collect(
  { engine }: StatesDependencies,
  filter: ExecutionFilter,
  input: ListExecutionsInput,
  after: string | undefined,
): Promise<{ readonly items: readonly ExecutionRecord[]; readonly next?: string }> {
  const size = pageSize(input.maxResults, DEFAULT_PAGE);
  if (input.statusFilter === 'PENDING_REDRIVE') return { items: [] };
  if (input.redriveFilter === undefined) return engine.list(filter, size, after);
  const items: ExecutionRecord[] = [];
  let position = after;
  do {
    const page = await engine.list(filter, size - items.length, position);
    items.push(...page.items.filter((record) => record.redriveCount > 0 === (input.redriveFilter === 'REDRIVEN')));
    position = page.next;
  } while (position !== undefined && items.length < size);
  return { items, next: position };
}
