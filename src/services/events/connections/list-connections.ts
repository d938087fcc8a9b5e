import type { Operation } from '../../../gateway/operation.ts';
import { type Connections, connectionKey, connectionView } from './connection-record.ts';

export interface ListConnectionsInput {
  readonly NamePrefix?: string;
  readonly ConnectionState?: string;
  readonly NextToken?: string;
  readonly Limit?: number;
}

const MAX_PAGE = 100;

export function listConnections({ records }: Connections): Operation<ListConnectionsInput> {
  return ({ NamePrefix = '', ConnectionState, NextToken, Limit = MAX_PAGE }, context) => {
    const after = NextToken === undefined ? undefined : Buffer.from(NextToken, 'base64url').toString();
    const found = records.list({ prefix: connectionKey(context, NamePrefix), after, limit: Limit + 1 });
    const page = found.slice(0, Limit);
    const isNamed = ConnectionState === undefined || ConnectionState === 'AUTHORIZED';
    return {
      Connections: (isNamed ? page : []).map(({ value }) => ({
        ...connectionView(value),
        Name: value.name,
        AuthorizationType: value.authorizationType,
      })),
      ...(found.length > Limit && { NextToken: Buffer.from(page.at(-1)?.key ?? '').toString('base64url') }),
    };
  };
}
