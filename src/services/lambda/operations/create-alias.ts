/** CreateAlias. */
import type { Operation } from '../../../gateway/operation.ts';
import { aliasConfiguration, checkAliasTarget, type RoutingInput, weightsOf } from '../alias-configuration.ts';
import { functionArn, parseFunctionAddress } from '../function-address.ts';
import type { AliasRecord } from '../function-record.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { conflict } from '../lambda-errors.ts';

export interface CreateAliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion: string;
  readonly Description?: string;
  readonly RoutingConfig?: RoutingInput;
}

export function createAlias({ store, ids }: LambdaDependencies): Operation<CreateAliasInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const record = store.require(address, context);
      const weights = weightsOf(input.RoutingConfig);
      checkAliasTarget(store, record, input.FunctionVersion, weights);
      if (store.alias(record, input.Name)) throw conflict(`Alias already exists: ${functionArn(record, input.Name)}`);
      const alias: AliasRecord = {
        name: input.Name,
        functionVersion: input.FunctionVersion,
        description: input.Description ?? '',
        ...(weights === undefined ? {} : { additionalWeights: weights }),
        revisionId: ids.uuid(),
      };
      await store.saveAlias(record, alias);
      return aliasConfiguration(record, alias);
    });
  };
}
