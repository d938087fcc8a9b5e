import type { Operation } from '../../../gateway/operation.ts';
import { type Connections, connectionKey, connectionView, requireConnection } from './connection-record.ts';

export function deleteConnection(connections: Connections): Operation<{ readonly Name: string }> {
  return async ({ Name }, context) => {
    const { account, region } = context;
    const record = requireConnection(connections, context, Name);
    await connections.records.delete(connectionKey(context, Name));
    // Whether or not the secret is still there: the connection has no use for it any more.
    await connections.caller.call({
      service: 'secretsmanager',
      operation: 'DeleteSecret',
      params: { SecretId: record.secretArn, ForceDeleteWithoutRecovery: true },
      account,
      region,
    });
    return { ...connectionView(record), ConnectionState: 'DELETING' };
  };
}
