/** UpdateAlias: what the request leaves out stays. */
import type { Operation } from '../../../gateway/operation.ts';
import { aliasConfiguration, checkAliasTarget, type RoutingInput, weightsOf } from '../alias-configuration.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { AliasRecord } from '../function-record.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { preconditionFailed } from '../lambda-errors.ts';

export interface UpdateAliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: RoutingInput;
  readonly RevisionId?: string;
}

export function updateAlias({ store, ids }: LambdaDependencies): Operation<UpdateAliasInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const record = store.require(address, context);
      const old = store.requireAlias(record, input.Name);
      if (input.RevisionId !== undefined && input.RevisionId !== old.revisionId) throw preconditionFailed();
      const functionVersion = input.FunctionVersion ?? old.functionVersion;
      const weights = input.RoutingConfig === undefined ? old.additionalWeights : weightsOf(input.RoutingConfig);
      checkAliasTarget(store, record, functionVersion, weights);
      const alias: AliasRecord = {
        name: old.name,
        functionVersion,
        description: input.Description ?? old.description,
        ...(weights === undefined ? {} : { additionalWeights: weights }),
        revisionId: ids.uuid(),
      };
      await store.saveAlias(record, alias);
      return aliasConfiguration(record, alias);
    });
  };
}
