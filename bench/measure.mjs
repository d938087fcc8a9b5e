/** Runs `count` pieces of work, `atOnce` at a time, and gives rate and latencies. Times in milliseconds. */
export async function measure(count, atOnce, work) {
  const latencies = new Float64Array(count);
  let next = 0;
  const startedMs = performance.now();
  const lane = async () => {
    for (let index = next++; index < count; index = next++) {
      const fromMs = performance.now();
      await work(index);
      latencies[index] = performance.now() - fromMs;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const elapsedMs = performance.now() - startedMs;
  latencies.sort();
  return { perSecond: (count / elapsedMs) * 1_000, p50: at(latencies, 0.5), p99: at(latencies, 0.99), elapsedMs };
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Waits of 1 s: how late each ends. */
export function lags(latencies, waitMs) {
  const late = latencies.map((ms) => ms - waitMs).sort((a, b) => a - b);
  return { p50: at(late, 0.5), p99: at(late, 0.99) };
}
