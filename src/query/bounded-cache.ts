/**
 * A cache that computes what it lacks and forgets the oldest entry when it is full.
 * A hit is one map lookup: entries are not reordered, because compiled expressions are few and recomputing one is cheap.
 */
export function boundedCache<K, V>(capacity: number, compute: (key: K) => V): (key: K) => V {
  const entries = new Map<K, V>();
  return (key) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    if (entries.size >= capacity) entries.delete(entries.keys().next().value as K);
    const value = compute(key);
    entries.set(key, value);
    return value;
  };
}
