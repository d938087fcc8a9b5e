import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { checkedParameters } from './auth-parameters.ts';
import { type Connections, connectionKey, connectionView, requireConnection } from './connection-record.ts';
import type { CreateConnectionInput } from './create-connection.ts';

export type UpdateConnectionInput = Partial<CreateConnectionInput> & { readonly Name: string };

export function updateConnection(connections: Connections): Operation<UpdateConnectionInput> {
  return async ({ Name, Description, AuthorizationType, AuthParameters }, context) => {
    const { records, caller, clock } = connections;
    const { account, region } = context;
    const before = requireConnection(connections, context, Name);
    const authorizationType = AuthorizationType ?? before.authorizationType;
    let { shown } = before;
    if (AuthParameters) {
      const checked = checkedParameters(authorizationType, AuthParameters);
      shown = checked.shown;
      const put = await caller.call({
        service: 'secretsmanager',
        operation: 'PutSecretValue',
        params: { SecretId: before.secretArn, SecretString: JSON.stringify(checked.secret) },
        account,
        region,
      });
      if (!put.ok)
        throw new ApiError('ValidationException', `The secret of the connection cannot be changed: ${put.message}`);
    }
    const modifiedMs = clock.now();
    const record = { ...before, authorizationType, shown, modifiedMs, description: Description ?? before.description };
    await records.put(connectionKey(context, Name), record);
    return connectionView(record);
  };
}
