/** PublishVersion. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { codeSha256, functionConfiguration } from '../function-configuration.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { invalidParameter, preconditionFailed } from '../lambda-errors.ts';
import { publishLatest } from '../publish-version.ts';

export interface PublishVersionInput {
  readonly FunctionName: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

export function publishVersion(dependencies: LambdaDependencies): Operation<PublishVersionInput> {
  const { store } = dependencies;
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName);
    return store.exclusively(address.name, async () => {
      const record = store.require(address, context);
      if (input.RevisionId !== undefined && input.RevisionId !== record.settings.revisionId) throw preconditionFailed();
      const current = codeSha256(record.settings.codeId);
      if (input.CodeSha256 && input.CodeSha256 !== current) {
        throw invalidParameter(
          `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
        );
      }
      const published = await publishLatest(dependencies, record, input.Description);
      return functionConfiguration(published, published.version);
    });
  };
}
