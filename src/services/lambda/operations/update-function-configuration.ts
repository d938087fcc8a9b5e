/** UpdateFunctionConfiguration: what the request leaves out stays. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { functionConfiguration } from '../function-configuration.ts';
import type { FunctionRecord } from '../function-record.ts';
import {
  type ConfigurationInput,
  checkEnvironment,
  checkRuntime,
  checkTimeout,
  mergeSettings,
  refuseUnsupported,
} from '../function-settings.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { preconditionFailed } from '../lambda-errors.ts';

export interface UpdateFunctionConfigurationInput extends ConfigurationInput {
  readonly FunctionName: string;
  readonly RevisionId?: string;
}

export function updateFunctionConfiguration(
  dependencies: LambdaDependencies,
): Operation<UpdateFunctionConfigurationInput> {
  const { store, clock, ids, hasDeadLetters } = dependencies;
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const old = store.require(address, context);
      if (input.RevisionId !== undefined && input.RevisionId !== old.settings.revisionId) throw preconditionFailed();
      checkTimeout(input.Timeout);
      if (input.Runtime !== undefined) checkRuntime(input.Runtime);
      refuseUnsupported(input, hasDeadLetters);
      checkEnvironment(input.Environment?.Variables);
      const merged = mergeSettings(old.settings, input, old.name);
      const settings = { ...merged, lastModifiedMs: clock.now(), revisionId: ids.uuid() };
      const record: FunctionRecord = { ...old, settings };
      await store.save(record);
      return functionConfiguration({ record, settings, version: '$LATEST' });
    });
  };
}
