/**
 * EventBridge connections: how tasks and API destinations authorise themselves. The credentials are in a secret of Secrets Manager, as
 * at AWS; the record holds what may be shown.
 */
import type { AwsCaller } from '../../../connectors/aws-caller.ts';
import { ApiError } from '../../../gateway/operation.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Ids } from '../../../runtime/ids.ts';
import type { RecordCollection } from '../../../store/records.ts';
import type { Place } from '../event-records.ts';

export interface ConnectionRecord extends Place {
  readonly name: string;
  readonly id: string;
  readonly description?: string;
  readonly authorizationType: string;
  /** Without what is secret. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly secretArn: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

export interface Connections {
  readonly records: RecordCollection<ConnectionRecord>;
  readonly caller: AwsCaller;
  readonly clock: Clock;
  readonly ids: Ids;
}

export const CONNECTIONS = 'events.connections';

export const connectionKey = ({ account, region }: Place, name: string): string => `${account}:${region}:${name}`;

export const connectionArn = ({ region, account, name, id }: ConnectionRecord): string =>
  `arn:aws:events:${region}:${account}:connection/${name}/${id}`;

export function requireConnection({ records }: Connections, place: Place, name: string): ConnectionRecord {
  const record = records.get(connectionKey(place, name));
  if (!record) {
    throw new ApiError(
      'ResourceNotFoundException',
      `Failed to describe the connection(s). Connection '${name}' does not exist.`,
    );
  }
  return record;
}

export function connectionView(record: ConnectionRecord): Record<string, unknown> {
  return {
    ConnectionArn: connectionArn(record),
    ConnectionState: 'AUTHORIZED',
    CreationTime: new Date(record.createdMs),
    LastModifiedTime: new Date(record.modifiedMs),
    LastAuthorizedTime: new Date(record.modifiedMs),
  };
}
