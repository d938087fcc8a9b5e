import type { Operation } from '../../../gateway/operation.ts';
import { type Connections, connectionView, requireConnection } from './connection-record.ts';

export function describeConnection(connections: Connections): Operation<{ readonly Name: string }> {
  return ({ Name }, context) => {
    const record = requireConnection(connections, context, Name);
    return {
      ...connectionView(record),
      Name,
      Description: record.description,
      AuthorizationType: record.authorizationType,
      SecretArn: record.secretArn,
      AuthParameters: record.shown,
    };
  };
}
