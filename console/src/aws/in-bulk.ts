/** One call for each of many, a few at a time: AWS has no operation for many executions. */
export interface BulkResult {
  readonly done: number;
  readonly failures: readonly { readonly item: string; readonly error: Error }[];
}

const AT_ONCE = 8;

export async function inBulk(
  items: readonly string[],
  call: (item: string) => Promise<unknown>,
  onProgress?: (count: number) => void,
): Promise<BulkResult> {
  const waiting = items.values();
  const failures: { item: string; error: Error }[] = [];
  let count = 0;
  const work = async (): Promise<void> => {
    for (const item of waiting) {
      try {
        await call(item);
      } catch (error) {
        failures.push({ item, error: error as Error });
      }
      onProgress?.(++count);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done: items.length - failures.length, failures };
}
