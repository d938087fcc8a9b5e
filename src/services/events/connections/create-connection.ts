import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { notSupported } from '../errors.ts';
import { type AuthParameters, checkedParameters } from './auth-parameters.ts';
import { type ConnectionRecord, type Connections, connectionKey, connectionView } from './connection-record.ts';

export interface CreateConnectionInput {
  readonly Name: string;
  readonly Description?: string;
  readonly AuthorizationType: string;
  readonly AuthParameters: AuthParameters;
  readonly InvocationConnectivityParameters?: unknown;
  readonly KmsKeyIdentifier?: string;
}

export function createConnection(connections: Connections): Operation<CreateConnectionInput> {
  return async (input, { account, region }) => {
    const { records, caller, clock, ids } = connections;
    if (input.InvocationConnectivityParameters)
      throw notSupported('Private connectivity (InvocationConnectivityParameters)');
    const key = connectionKey({ account, region }, input.Name);
    if (records.has(key))
      throw new ApiError('ResourceAlreadyExistsException', `Connection ${input.Name} already exists.`);
    const { secret, shown } = checkedParameters(input.AuthorizationType, input.AuthParameters);
    const id = ids.uuid();
    const made = await caller.call({
      service: 'secretsmanager',
      operation: 'CreateSecret',
      params: {
        Name: `events!connection/${input.Name}/${id}`,
        SecretString: JSON.stringify(secret),
        ...(input.KmsKeyIdentifier && { KmsKeyId: input.KmsKeyIdentifier }),
      },
      account,
      region,
    });
    if (!made.ok)
      throw new ApiError('ValidationException', `The secret of the connection cannot be made: ${made.message}`);
    const nowMs = clock.now();
    const record: ConnectionRecord = {
      account,
      region,
      name: input.Name,
      id,
      description: input.Description,
      authorizationType: input.AuthorizationType,
      shown,
      secretArn: String(made.output['ARN']),
      createdMs: nowMs,
      modifiedMs: nowMs,
    };
    await records.put(key, record);
    return connectionView(record);
  };
}
