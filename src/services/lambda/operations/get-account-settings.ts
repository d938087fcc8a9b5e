/** GetAccountSettings: AWS's quotas, and what this account uses of them. */
import type { Operation } from '../../../gateway/operation.ts';
import {
  ACCOUNT_CONCURRENCY,
  reservedElsewhere,
  TOTAL_CODE_BYTES,
  UNZIPPED_CODE_BYTES,
  ZIPPED_CODE_BYTES,
} from '../account-limits.ts';
import { functionKey } from '../function-store.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export function getAccountSettings({ store }: LambdaDependencies): Operation {
  return (_input, { account, region }) => {
    const functions = store.functions.list({ prefix: functionKey({ account, region, name: '' }) });
    const codeBytes = functions.flatMap(({ value }) => [
      value.settings,
      ...store.versions(value).map(({ settings }) => settings),
    ]);
    return {
      AccountLimit: {
        TotalCodeSize: TOTAL_CODE_BYTES,
        CodeSizeUnzipped: UNZIPPED_CODE_BYTES,
        CodeSizeZipped: ZIPPED_CODE_BYTES,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reservedElsewhere(store, { account, region, name: '' }),
      },
      AccountUsage: {
        TotalCodeSize: codeBytes.reduce((sum, settings) => sum + settings.codeBytes, 0),
        FunctionCount: functions.length,
      },
    };
  };
}
