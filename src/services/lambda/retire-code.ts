/** Ends the processes of changed or deleted functions and removes the packages that nobody needs any more, behind the answer's back. */
import type { LambdaDependencies } from './lambda-dependencies.ts';

/** Resolves when it is done; the operations do not wait for it. */
export async function retireCode(
  { runner, store, code, logger }: Pick<LambdaDependencies, 'runner' | 'store' | 'code' | 'logger'>,
  functionName: string,
  codeIds: readonly string[],
): Promise<void> {
  try {
    await runner.drain(functionName);
    await code.prune(store.codeIds(), codeIds);
  } catch (error) {
    logger.warn('The package of a function could not be removed', { functionName, error });
  }
}
