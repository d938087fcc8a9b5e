/** Event source mappings: queues that feed functions. Streams, topics of Kafka and the like are refused. */
import type { RecordCollection } from '../../../store/records.ts';
import { functionArn, parseFunctionAddress } from '../function-address.ts';
import type { Caller, FunctionStore } from '../function-store.ts';
import { invalidParameter, resourceNotFound } from '../lambda-errors.ts';
import { compileFilters } from './filter-messages.ts';

export interface MappingRecord extends Caller {
  readonly id: string;
  readonly eventSourceArn: string;
  /** With its qualifier, if one was named. */
  readonly functionArn: string;
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Patterns as JSON texts; a message that matches none is dropped. */
  readonly filters: readonly string[];
  readonly reportsFailures: boolean;
  readonly maximumConcurrency?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly modifiedMs: number;
}

export interface MappingInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly Tags?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

export type Mappings = RecordCollection<MappingRecord>;

const KNOWN = new Set([
  'UUID',
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FilterCriteria',
  'FunctionResponseTypes',
  'ScalingConfig',
  'Tags',
]);
const QUEUE = /^arn:[^:]+:sqs:[^:]+:\d{12}:.+$/;
const MAX_PLAIN_BATCH = 10;
const MAX_BATCH = 10_000;

/** @throws {ApiError} for what could not be served. */
export function mappingOf(
  input: MappingInput,
  before: Omit<MappingRecord, 'eventSourceArn' | 'functionArn'> & Partial<MappingRecord>,
  store: FunctionStore,
  nowMs: number,
): MappingRecord {
  const other = Object.keys(input).find((name) => input[name] !== undefined && !KNOWN.has(name));
  if (other !== undefined)
    throw invalidParameter(`${other} is not supported here: event source mappings read SQS queues.`);
  const eventSourceArn = input.EventSourceArn ?? before.eventSourceArn ?? '';
  if (!QUEUE.test(eventSourceArn)) {
    throw invalidParameter(
      `The event source ${eventSourceArn} is not supported here: event source mappings read SQS queues.`,
    );
  }
  const batchSize = input.BatchSize ?? before.batchSize;
  const windowSeconds = input.MaximumBatchingWindowInSeconds ?? before.windowSeconds;
  if (batchSize > MAX_PLAIN_BATCH && windowSeconds < 1) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  if (batchSize > (eventSourceArn.endsWith('.fifo') ? MAX_PLAIN_BATCH : MAX_BATCH)) {
    throw invalidParameter('Maximum batch size for this event source type is 10');
  }
  const filters = input.FilterCriteria
    ? (input.FilterCriteria.Filters ?? []).map(({ Pattern }) => Pattern ?? '{}')
    : before.filters;
  checkFilters(filters);
  return {
    ...before,
    eventSourceArn,
    functionArn:
      input.FunctionName === undefined ? (before.functionArn as string) : arnOf(input.FunctionName, before, store),
    isEnabled: input.Enabled ?? before.isEnabled,
    batchSize,
    windowSeconds,
    filters,
    reportsFailures: input.FunctionResponseTypes
      ? input.FunctionResponseTypes.includes('ReportBatchItemFailures')
      : before.reportsFailures,
    maximumConcurrency: input.ScalingConfig?.MaximumConcurrency ?? before.maximumConcurrency,
    tags: input.Tags ?? before.tags,
    modifiedMs: nowMs,
  };
}

function checkFilters(filters: readonly string[]): void {
  try {
    compileFilters(filters);
  } catch (error) {
    throw invalidParameter(`Invalid filter pattern definition. ${(error as Error).message}`);
  }
}

function arnOf(text: string, caller: Caller, store: FunctionStore): string {
  const address = parseFunctionAddress(text);
  const { record } = store.requireQualified(address, caller);
  return functionArn(record, address.qualifier);
}

export function requireMapping(mappings: Mappings, id: string): MappingRecord {
  const record = mappings.get(id);
  if (!record) throw resourceNotFound('The resource you requested does not exist.');
  return record;
}

export function mappingView(record: MappingRecord, state?: string): Record<string, unknown> {
  const { region, account, id, filters, maximumConcurrency } = record;
  return {
    UUID: id,
    BatchSize: record.batchSize,
    MaximumBatchingWindowInSeconds: record.windowSeconds,
    EventSourceArn: record.eventSourceArn,
    FunctionArn: record.functionArn,
    LastModified: new Date(record.modifiedMs),
    State: state ?? (record.isEnabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: 'USER_INITIATED',
    FunctionResponseTypes: record.reportsFailures ? ['ReportBatchItemFailures'] : [],
    ...(filters.length > 0 && { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    ...(maximumConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    EventSourceMappingArn: `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`,
  };
}
