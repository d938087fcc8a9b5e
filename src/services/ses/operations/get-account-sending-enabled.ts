import type { Operation } from '../../../gateway/operation.ts';

export function getAccountSendingEnabled(): Operation {
  return () => ({ Enabled: true });
}
