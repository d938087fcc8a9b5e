/** Which upper limits of the service models the profile lifts: those of payloads and definitions of Step Functions. */
import type { Limits } from '../asl/limits.ts';
import type { LimitPolicy } from '../gateway/validate-input.ts';

const PAYLOADS = new Set(['input', 'output', 'definition']);

export function isLifted(limits: Limits): LimitPolicy {
  if (limits.profile === 'aws') return () => false;
  return (model, _operation, memberName) => model.name === 'stepfunctions' && PAYLOADS.has(memberName);
}
