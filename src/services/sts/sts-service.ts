/** Who am I: what tools ask first. */
import type { Service } from '../../gateway/operation.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

export function createStsService(): Service {
  return { model: 'sts', operations: { GetCallerIdentity: getCallerIdentity() } };
}
