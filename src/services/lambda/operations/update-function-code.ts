/** UpdateFunctionCode: new invocations meet the new code; those that run end with the old one. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { type CodeInput, readCode } from '../function-code.ts';
import { functionConfiguration } from '../function-configuration.ts';
import type { FunctionRecord } from '../function-record.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { preconditionFailed } from '../lambda-errors.ts';
import { publishLatest } from '../publish-version.ts';
import { retireCode } from '../retire-code.ts';

export interface UpdateFunctionCodeInput extends CodeInput {
  readonly FunctionName: string;
  readonly Publish?: boolean;
  readonly DryRun?: boolean;
  readonly RevisionId?: string;
  readonly Architectures?: readonly string[];
}

export function updateFunctionCode(dependencies: LambdaDependencies): Operation<UpdateFunctionCodeInput> {
  const { store, code, clock, ids } = dependencies;
  return async (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    store.require(address, context);
    const source = await readCode(dependencies, input, context, 'UpdateFunctionCode');
    return code.put(source, ({ codeId, codeBytes }) =>
      store.exclusively(address.name, async () => {
        const old = store.require(address, context);
        if (input.RevisionId !== undefined && input.RevisionId !== old.settings.revisionId) throw preconditionFailed();
        const record: FunctionRecord = {
          ...old,
          settings: {
            ...old.settings,
            codeId,
            codeBytes,
            architectures: input.Architectures ?? old.settings.architectures,
            lastModifiedMs: clock.now(),
            revisionId: ids.uuid(),
          },
        };
        if (input.DryRun) return functionConfiguration({ record, settings: record.settings, version: '$LATEST' });
        await store.save(record);
        if (old.settings.codeId !== codeId) void retireCode(dependencies, record.name, [old.settings.codeId]);
        if (!input.Publish) return functionConfiguration({ record, settings: record.settings, version: '$LATEST' });
        const published = await publishLatest(dependencies, record);
        return functionConfiguration(published, published.version);
      }),
    );
  };
}
