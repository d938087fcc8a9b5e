/** A child's result as text: its output alone, or with all that AWS tells of an execution. */

import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import type { MapRunChild, MapRunRecord } from '../store/map-run-journal.ts';
import { type ChildMachine, childIdentity } from './child-identity.ts';
import type { ChildRedrive } from './map-runs.ts';

export type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

export interface ResultOf {
  readonly record: Pick<MapRunRecord, 'mapRunArn' | 'executionType'>;
  readonly machine: ChildMachine;
}

/** A child that has ended, with what its row does not tell. */
export interface ChildResult {
  readonly child: MapRunChild;
  readonly redrive: ChildRedrive;
}

/** The texts that a child contributes. What failed is shown whole, whatever the transformation. */
export function resultTexts(of: ResultOf, result: ChildResult, transformation: Transformation): readonly string[] {
  const { child } = result;
  if (child.status !== 'SUCCEEDED' || transformation === 'NONE') return [JSON.stringify(wholeResult(of, result))];
  const output = child.output ?? 'null';
  if (transformation === 'COMPACT' || !output.startsWith('[')) return [output];
  return (parseExactJson(output) as Json[]).map((value) => stringifyJson(value));
}

function wholeResult({ record, machine }: ResultOf, { child, redrive }: ChildResult) {
  const { mapRunArn, executionType } = record;
  const { name, executionArn } = childIdentity(mapRunArn, child.index, executionType);
  const { count, obstacle } = redrive;
  return {
    ...(child.cause !== undefined && { Cause: child.cause }),
    ...(child.error !== undefined && { Error: child.error }),
    ExecutionArn: executionArn,
    ...(child.input !== undefined && { Input: child.input, InputDetails: { Included: true } }),
    Name: name,
    ...(child.output !== undefined && { Output: child.output, OutputDetails: { Included: true } }),
    RedriveCount: count,
    RedriveStatus: obstacle === undefined ? 'REDRIVABLE_BY_MAP_RUN' : 'NOT_REDRIVABLE',
    ...(obstacle !== undefined && { RedriveStatusReason: obstacle }),
    StartDate: new Date(child.startMs).toISOString(),
    StateMachineArn: machine.arn,
    Status: child.status,
    StopDate: new Date(child.stopMs).toISOString(),
  };
}

/** A child that was never started, because the map run had failed before: nor can it have been redriven. */
export function pendingResult({ record, machine }: ResultOf, index: number, input: Json): string {
  const { name, executionArn } = childIdentity(record.mapRunArn, index, record.executionType);
  return JSON.stringify({
    ExecutionArn: executionArn,
    Input: stringifyJson(input),
    InputDetails: { Included: true },
    Name: name,
    RedriveCount: 0,
    RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    StateMachineArn: machine.arn,
    Status: 'PENDING',
  });
}
