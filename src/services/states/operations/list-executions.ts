import type { Operation } from '../../../gateway/operation.ts';
import type { ExecutionStatus } from '../../../interpreter/step.ts';
import { childIndex } from '../../../map-run/child-identity.ts';
import type { ExecutionFilter, ExecutionRecord, Page } from '../../../store/journal.ts';
import { parseArn, parseStateMachineArn } from '../arn.ts';
import { resourceNotFound, stateMachineDoesNotExist, typeNotSupported, validation } from '../errors.ts';
import { executionSummary } from '../execution-view.ts';
import { findMachine } from '../find-state-machine.ts';
import { listMapRunChildren } from '../list-map-run-children.ts';
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
    const list = await listingOf(dependencies, input);
    const after = decodePageToken(scope, input.nextToken);
    const page = await collect(list, input, after);
    return {
      executions: page.items.map((record) => listItem(dependencies, record, input.mapRunArn)),
      ...(page.next !== undefined && { nextToken: encodePageToken(scope, page.next) }),
    };
  };
}

/** How many items a child works on is told where the map run was asked for. */
function listItem({ engine }: StatesDependencies, record: ExecutionRecord, mapRunArn: string | undefined) {
  const index = mapRunArn === undefined ? undefined : childIndex(mapRunArn, record.name);
  const itemCount = index === undefined ? undefined : engine.mapRuns?.itemsOf(mapRunArn!, index);
  return { ...executionSummary(record), ...(itemCount !== undefined && { itemCount }) };
}

type Listing = (limit: number, after?: string) => Promise<Page<ExecutionRecord>>;

async function listingOf(dependencies: StatesDependencies, input: ListExecutionsInput): Promise<Listing> {
  if ((input.stateMachineArn === undefined) === (input.mapRunArn === undefined)) {
    throw validation('Exactly one of stateMachineArn and mapRunArn must be specified');
  }
  const status = input.statusFilter === 'PENDING_REDRIVE' ? undefined : input.statusFilter;
  if (input.mapRunArn !== undefined) {
    parseArn(input.mapRunArn, ['mapRun']);
    const mapRun = await dependencies.engine.mapRuns?.describe(input.mapRunArn);
    if (!mapRun) throw resourceNotFound(input.mapRunArn);
    return listMapRunChildren(dependencies, mapRun.record, status);
  }
  const filter = await filterOf(dependencies, input, status);
  return (limit, after) => dependencies.engine.list(filter, limit, after);
}

async function filterOf(
  dependencies: StatesDependencies,
  input: ListExecutionsInput,
  status: ExecutionStatus | undefined,
): Promise<ExecutionFilter> {
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
  list: Listing,
  input: ListExecutionsInput,
  after: string | undefined,
): Promise<{ readonly items: readonly ExecutionRecord[]; readonly next?: string }> {
  const size = pageSize(input.maxResults, DEFAULT_PAGE);
  if (input.statusFilter === 'PENDING_REDRIVE') return { items: [] };
  if (input.redriveFilter === undefined) return list(size, after);
  const items: ExecutionRecord[] = [];
  let position = after;
  do {
    const page = await list(size - items.length, position);
    items.push(...page.items.filter((record) => record.redriveCount > 0 === (input.redriveFilter === 'REDRIVEN')));
    position = page.next;
  } while (position !== undefined && items.length < size);
  return { items, next: position };
}
