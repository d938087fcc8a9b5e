/** DeleteFunction: all of it, or one version. */
import type { Operation } from '../../../gateway/operation.ts';
import { forgetEventInvokes } from '../event-invoke-config.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { FunctionRecord } from '../function-record.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { conflict, invalidParameter } from '../lambda-errors.ts';
import { retireCode } from '../retire-code.ts';
import type { QualifiedInput } from './get-function.ts';

export function deleteFunction(dependencies: LambdaDependencies): Operation<QualifiedInput> {
  const { store, eventInvokeConfigs } = dependencies;
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    return store.exclusively(address.name, async () => {
      const record = store.require(address, context);
      const codeIds = [record.settings, ...store.versions(record).map(({ settings }) => settings)].map(
        ({ codeId }) => codeId,
      );
      if (address.qualifier === undefined) {
        await forgetEventInvokes(eventInvokeConfigs, record);
        await store.delete(record);
      } else {
        await deleteVersion(dependencies, record, address.qualifier);
        await forgetEventInvokes(eventInvokeConfigs, record, address.qualifier);
      }
      void retireCode(dependencies, record.name, codeIds);
      return { StatusCode: 204 };
    });
  };
}

async function deleteVersion({ store }: LambdaDependencies, record: FunctionRecord, qualifier: string): Promise<void> {
  if (qualifier === '$LATEST')
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  if (!/^\d+$/.test(qualifier)) throw invalidParameter('Deletion of aliases is not currently supported.');
  const pointing = store
    .aliases(record)
    .filter((alias) => alias.functionVersion === qualifier || alias.additionalWeights?.[qualifier] !== undefined)
    .map(({ name }) => name);
  if (pointing.length > 0) {
    throw conflict(
      `Version ${qualifier} has aliases pointing to it: [${pointing.join(', ')}]. Please update or remove them first.`,
    );
  }
  // AWS answers the same whether there was such a version or not.
  await store.deleteVersion(record, Number(qualifier));
}
