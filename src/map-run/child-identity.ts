/** Names and addresses of a map run's children. A child's name follows from its place, so that a crash finds it again under the same name. */
import { createHash } from 'node:crypto';
import type { ExecutionStart } from '../interpreter/step.ts';

export interface ChildIdentity {
  readonly name: string;
  readonly executionArn: string;
}

export interface ChildMachine {
  /** `machine/label`. */
  readonly name: string;
  readonly arn: string;
}

/** `arn:…:mapRun:machine/label:uuid` names the machine of its children. */
export function childMachine(mapRunArn: string, parent: Pick<ExecutionStart, 'stateMachineArn'>): ChildMachine {
  const name = mapRunArn.split(':')[6]!;
  return { name, arn: `${parent.stateMachineArn.split('/')[0]}/${name.slice(name.indexOf('/') + 1)}` };
}

export function childIdentity(mapRunArn: string, index: number, type: 'STANDARD' | 'EXPRESS'): ChildIdentity {
  const [, partition, , region, account, , machine] = mapRunArn.split(':');
  const name = uuidOf(digestOf(mapRunArn), index);
  const prefix = `arn:${partition}:states:${region}:${account}`;
  if (type === 'STANDARD') return { name, executionArn: `${prefix}:execution:${machine}:${name}` };
  return { name, executionArn: `${prefix}:express:${machine}:${name}:${mapRunArn.split(':')[7]}` };
}

/** The place of the child of that name among the children; `undefined`: no child of the map run has such a name. */
export function childIndex(mapRunArn: string, name: string): number | undefined {
  const digest = digestOf(mapRunArn);
  const index = (Number.parseInt(name.slice(0, 8), 16) ^ maskOf(digest)) >>> 0;
  return uuidOf(digest, index) === name ? index : undefined;
}

/** `arn:…:express:machine/label:name:uuid` names the map run and the child. `undefined`: it is no child of a map run. */
export function expressChildOf(
  executionArn: string,
): { readonly mapRunArn: string; readonly index: number } | undefined {
  const [, partition, , region, account, type, machine, name, uuid] = executionArn.split(':');
  if (type !== 'express' || !machine?.includes('/') || name === undefined || uuid === undefined) return undefined;
  const mapRunArn = `arn:${partition}:states:${region}:${account}:mapRun:${machine}:${uuid}`;
  const index = childIndex(mapRunArn, name);
  return index === undefined ? undefined : { mapRunArn, index };
}

function digestOf(mapRunArn: string): string {
  return createHash('sha1').update(mapRunArn).digest('hex');
}

function maskOf(digest: string): number {
  return Number.parseInt(digest.slice(0, 8), 16);
}

/** Version 5: a name-based UUID. Its first part holds the place, mixed with the map run's own, so that the place can be told from it. */
function uuidOf(digest: string, index: number): string {
  const first = ((index ^ maskOf(digest)) >>> 0).toString(16).padStart(8, '0');
  return `${first}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** The last part of a map run's ARN. */
export function mapRunUuid(mapRunArn: string): string {
  return mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
}
