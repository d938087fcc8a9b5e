/**
 * Every limit that exists because AWS has it, named once. Bytes are UTF-8 bytes of compact JSON; times are milliseconds.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export interface Limits {
  readonly profile: 'aws' | 'none';
  readonly payloadBytes: number;
  readonly definitionBytes: number;
  readonly historyEvents: number;
  readonly inlineMapConcurrency: number;
  readonly distributedMapConcurrency: number;
  readonly openMapRuns: number;
  readonly expressDurationMs: number;
  readonly standardDurationMs: number;
  readonly redriveWindowMs: number;
  readonly redriveCount: number;
  readonly stateMachines: number;
  readonly activities: number;
  /** Total size of the variables of an execution. */
  readonly variablesBytes: number;
  readonly variableBytes: number;
}

const DAY_MS = 86_400_000;

/** The quotas of AWS: the default profile. */
export const awsLimits: Limits = Object.freeze({
  profile: 'aws',
  payloadBytes: 262_144,
  definitionBytes: 1_048_576,
  historyEvents: 25_000,
  inlineMapConcurrency: 40,
  distributedMapConcurrency: 10_000,
  openMapRuns: 1_000,
  expressDurationMs: 5 * 60_000,
  standardDurationMs: 365 * DAY_MS,
  redriveWindowMs: 14 * DAY_MS,
  redriveCount: 1_000,
  stateMachines: 100_000,
  activities: 100_000,
  variablesBytes: 10 * 1_048_576,
  variableBytes: 262_144,
});

/** Lifts what exists only because of AWS; what guards this machine stays where it is enforced. */
export const noLimits: Limits = Object.freeze({
  ...awsLimits,
  profile: 'none',
  payloadBytes: Number.MAX_SAFE_INTEGER,
  definitionBytes: 64 * 1_048_576,
  historyEvents: Number.MAX_SAFE_INTEGER,
  inlineMapConcurrency: Number.MAX_SAFE_INTEGER,
  distributedMapConcurrency: Number.MAX_SAFE_INTEGER,
  openMapRuns: Number.MAX_SAFE_INTEGER,
  expressDurationMs: Number.MAX_SAFE_INTEGER,
  standardDurationMs: Number.MAX_SAFE_INTEGER,
  redriveWindowMs: Number.MAX_SAFE_INTEGER,
  redriveCount: Number.MAX_SAFE_INTEGER,
  stateMachines: Number.MAX_SAFE_INTEGER,
  activities: Number.MAX_SAFE_INTEGER,
  variablesBytes: Number.MAX_SAFE_INTEGER,
  variableBytes: Number.MAX_SAFE_INTEGER,
});
