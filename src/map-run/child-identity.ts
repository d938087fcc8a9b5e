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
  const digest = createHash('sha1').update(`${mapRunArn} ${index}`).digest('hex');
  const name = uuidOf(digest);
  const prefix = `arn:${partition}:states:${region}:${account}`;
  if (type === 'STANDARD') return { name, executionArn: `${prefix}:execution:${machine}:${name}` };
  return { name, executionArn: `${prefix}:express:${machine}:${name}:${mapRunArn.split(':')[7]}` };
}

/** Version 5: a name-based UUID. */
function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The last part of a map run's ARN. */
export function mapRunUuid(mapRunArn: string): string {
  return mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
}
