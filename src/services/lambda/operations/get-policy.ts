/** GetPolicy. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { policyOf, policyOwner } from '../function-policy.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { resourceNotFound } from '../lambda-errors.ts';
import type { QualifiedInput } from './get-function.ts';

export function getPolicy({ store }: LambdaDependencies): Operation<QualifiedInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    const policy = policyOf(policyOwner(store, address, context), address.qualifier);
    if (!policy) throw resourceNotFound('The resource you requested does not exist.');
    return {
      Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: policy.statements }),
      RevisionId: policy.revisionId,
    };
  };
}
