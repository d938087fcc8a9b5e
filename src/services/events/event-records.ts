/** Event buses, rules and deliveries as durable records. */

/** None of account, region and the names of buses and rules holds a colon. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export type Tags = Readonly<Record<string, string>>;

export interface BusRecord extends Place {
  readonly name: string;
  readonly description?: string;
  /** The statements of its policy: recorded, not enforced. */
  readonly policy?: { readonly Version: string; readonly Statement: readonly PolicyStatement[] };
  readonly tags: Tags;
  /** Absent on the default bus until something about it is changed. */
  readonly createdMs?: number;
  readonly modifiedMs?: number;
}

export type PolicyStatement = Readonly<Record<string, unknown>> & { readonly Sid?: string };

export interface RuleRecord extends Place {
  readonly bus: string;
  readonly name: string;
  readonly pattern?: string;
  readonly schedule?: string;
  readonly state: RuleState;
  readonly description?: string;
  readonly roleArn?: string;
  readonly targets: readonly Target[];
  readonly tags: Tags;
}

export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: InputTransformer;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
}

export interface InputTransformer {
  readonly InputPathsMap?: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** An event as its targets get it. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, in seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** One event on its way to one target, as the target was when the event came. */
export interface DeliveryRecord {
  readonly id: string;
  readonly event: EventEnvelope;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly target: Target;
  readonly acceptedMs: number;
  readonly attempts: number;
  readonly dueMs: number;
  /** Came from another bus: it is not forwarded again, as at AWS. */
  readonly isForwarded: boolean;
}

/** When a scheduled rule fires next, and from when its rate counts. */
export interface ScheduleRecord {
  readonly expression: string;
  readonly anchorMs: number;
  readonly nextMs: number;
}

export const BUSES = 'events.buses';
export const RULES = 'events.rules';
export const SCHEDULES = 'events.schedules';
export const DELIVERIES = 'events.deliveries';

export const DEFAULT_BUS = 'default';

export const busKey = ({ account, region }: Place, name = ''): string => `${account}:${region}:${name}`;

export const ruleKey = (place: Place, bus: string, name = ''): string => `${busKey(place, bus)}:${name}`;

export const keyOfRule = (rule: RuleRecord): string => ruleKey(rule, rule.bus, rule.name);

export const deliveryKey = ({ dueMs, id }: DeliveryRecord): string => `${String(dueMs).padStart(15, '0')}:${id}`;

export function busArn({ account, region }: Place, name: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

export function ruleArn({ account, region, bus, name }: RuleRecord): string {
  const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`;
  return `arn:aws:events:${region}:${account}:rule/${path}`;
}

const BUS_ARN = /^arn:[a-z-]+:events:[a-z0-9-]*:[0-9]{12}:event-bus\/(.+)$/;

/** Buses are named by name or ARN, and default to `default`. */
export function busNameOf(nameOrArn: string | undefined): string {
  return BUS_ARN.exec(nameOrArn ?? '')?.[1] ?? nameOrArn ?? DEFAULT_BUS;
}
