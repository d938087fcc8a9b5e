/**
 * ARNs of Step Functions, taken apart with AWS's sentences.
 *
 * `stateMachine:NAME`, `stateMachine:NAME:VERSION` or `stateMachine:NAME:ALIAS`; `execution:MACHINE:NAME`;
 * `express:MACHINE:NAME:UUID`; `activity:NAME`; `mapRun:MACHINE/LABEL:UUID`.
 */
import { invalidArn, invalidRoleArn } from './errors.ts';

export interface Arn {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly type: string;
  /** What follows the type, split at colons. */
  readonly parts: readonly string[];
}

export interface StateMachineArn {
  readonly arn: string;
  /** The machine's own ARN, without version or alias. */
  readonly machineArn: string;
  readonly name: string;
  readonly version?: number;
  readonly alias?: string;
}

/** `types` are the resource types that the operation takes. @throws {ApiError} InvalidArn */
export function parseArn(arn: string, types: readonly string[]): Arn {
  const [prefix, partition, service, region, account, type, ...parts] = arn.split(':');
  if (prefix !== 'arn' || !partition) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (service !== 'states') throw invalidArn(`Invalid ARN service: ${service ?? ''}`);
  if (!region || !account || !type || parts.length === 0 || parts.some((part) => part === '')) {
    throw invalidArn(`Invalid ARN: ${arn}`);
  }
  if (!types.includes(type)) throw invalidArn(`Resource type not valid in this context: ${type}`);
  return { arn, partition, region, account, type, parts };
}

/** @throws {ApiError} InvalidArn */
export function parseStateMachineArn(arn: string): StateMachineArn {
  const { partition, region, account, parts } = parseArn(arn, ['stateMachine']);
  const [name, qualifier, ...rest] = parts;
  if (!name || rest.length > 0) throw invalidArn(`Invalid ARN: ${arn}`);
  const machineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
  if (qualifier === undefined) return { arn, machineArn, name };
  if (/^[0-9]+$/.test(qualifier)) return { arn, machineArn, name, version: Number(qualifier) };
  return { arn, machineArn, name, alias: qualifier };
}

/** @throws {ApiError} InvalidArn, also for Express executions, which cannot be looked up. */
export function requireExecutionArn(arn: string): void {
  const { parts } = parseArn(arn, ['execution']);
  if (parts.length < 2) throw invalidArn(`Invalid ARN: ${arn}`);
}

/** @throws {ApiError} InvalidArn */
export function requireActivityArn(arn: string): void {
  const { parts } = parseArn(arn, ['activity']);
  if (parts.length !== 1) throw invalidArn(`Invalid ARN: ${arn}`);
}

export function stateMachineArn(region: string, account: string, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}

export function activityArn(region: string, account: string, name: string): string {
  return `arn:aws:states:${region}:${account}:activity:${name}`;
}

/** ARN of an execution of `machine`, in the machine's region and account. */
export function executionArn(machineArn: string, type: 'STANDARD' | 'EXPRESS', name: string, uuid: string): string {
  const { partition, region, account, parts } = parseArn(machineArn, ['stateMachine']);
  const prefix = `arn:${partition}:states:${region}:${account}`;
  return type === 'STANDARD'
    ? `${prefix}:execution:${parts[0]}:${name}`
    : `${prefix}:express:${parts[0]}:${name}:${uuid}`;
}

/** @throws {ApiError} InvalidArn unless it has the form of a role's ARN; whether the role exists is not asked. */
export function requireRoleArn(arn: string): void {
  if (!/^arn:aws[a-z-]*:iam::\d+:role\/.+$/.test(arn)) throw invalidRoleArn(arn);
}
