/** RemovePermission. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { checkPolicyRevision, policyOf, policyOwner, withPolicy } from '../function-policy.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { resourceNotFound } from '../lambda-errors.ts';

export interface RemovePermissionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly StatementId: string;
  readonly RevisionId?: string;
}

export function removePermission({ store, ids }: LambdaDependencies): Operation<RemovePermissionInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    return store.exclusively(address.name, async () => {
      const record = policyOwner(store, address, context);
      const policy = policyOf(record, address.qualifier);
      if (!policy) throw resourceNotFound('No policy is associated with the given resource.');
      const statements = policy.statements.filter((statement) => statement['Sid'] !== input.StatementId);
      if (statements.length === policy.statements.length) {
        throw resourceNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
      }
      checkPolicyRevision(policy, input.RevisionId);
      await store.save(withPolicy(record, address.qualifier, { revisionId: ids.uuid(), statements }));
      return {};
    });
  };
}
