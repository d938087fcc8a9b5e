/** What deployments stand on: the server's services, its records, and URLs that custom resources answer to. */
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { Stack, StackTools } from '../deploy/stack.ts';
import { DEFAULT_REGION } from '../gateway/caller-identity.ts';
import { type PresignRequest, presignUrl } from '../gateway/presign-url.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemIds } from '../runtime/ids.ts';
import type { RecordCollection } from '../store/records.ts';
import type { Settings } from './stepwell-options.ts';

export function stackTools(
  caller: AwsCaller,
  stacks: RecordCollection<Stack>,
  baseUrl: string,
  credentials: Settings['credentials'],
): StackTools {
  return {
    caller,
    stacks,
    now: () => systemClock.now(),
    newId: () => systemIds.uuid(),
    presign: presigner(baseUrl, credentials),
  };
}

/** URLs that answers are put to are signed with a key that this server knows; on loopback any will do. */
function presigner(baseUrl: string, credentials: Settings['credentials']) {
  const [accessKeyId, secret] = Object.entries(credentials)[0] ?? ['test', 'test'];
  return (request: Pick<PresignRequest, 'method' | 'bucket' | 'key' | 'expiresSeconds'>): string =>
    presignUrl({ ...request, baseUrl, region: DEFAULT_REGION, accessKeyId, secret, nowMs: systemClock.now() });
}
