/** Who am I, and temporary credentials: what tools ask first. */
import type { Service } from '../../gateway/operation.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemIds } from '../../runtime/ids.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { getSessionToken } from './get-session-token.ts';
import type { Sts } from './temporary-credentials.ts';

export function createStsService({ clock = systemClock, ids = systemIds }: Partial<Sts> = {}): Service {
  const sts: Sts = { clock, ids };
  return {
    model: 'sts',
    operations: {
      AssumeRole: assumeRole(sts),
      GetCallerIdentity: getCallerIdentity(),
      GetSessionToken: getSessionToken(sts),
    },
  };
}
