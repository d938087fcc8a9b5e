/**
 * The order in which AWS names the values of an enum. It keeps them in a hash set, so the order is that of Java's `String.hashCode`
 * in a table of 32 buckets or more, each with its newest value first: `[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]`.
 */
function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

export function enumInAwsOrder(values: readonly string[]): readonly string[] {
  let buckets = 32;
  while (values.length > buckets * 0.75) buckets *= 2;
  const bucket = (value: string) => javaHash(value) & (buckets - 1);
  return [...values].reverse().sort((a, b) => bucket(a) - bucket(b));
}
