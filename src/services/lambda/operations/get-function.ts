/** GetFunction: configuration, tags, concurrency, and where the package can be downloaded. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { functionConfiguration } from '../function-configuration.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export interface QualifiedInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

export function getFunction({ store }: LambdaDependencies): Operation<QualifiedInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    const qualified = store.requireQualified(address, context);
    const { tags, reservedConcurrency } = qualified.record;
    return {
      Configuration: functionConfiguration(qualified, address.qualifier),
      Code: {
        RepositoryType: 'S3',
        Location: `${context.baseUrl}/_stepwell/lambda/code/${qualified.settings.codeId}.zip`,
      },
      ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }),
      ...(reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    };
  };
}
