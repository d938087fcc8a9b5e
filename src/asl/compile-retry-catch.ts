/** Compiles retriers, with the language's defaults, and catchers. */
import type { JsonObject } from './json.ts';
import type { Catcher, Retrier } from './state-machine.ts';

export function compileRetrier(retrier: JsonObject): Retrier {
  const { MaxDelaySeconds: maxDelaySeconds } = retrier;
  return {
    errorEquals: retrier['ErrorEquals'] as readonly string[],
    intervalSeconds: (retrier['IntervalSeconds'] ?? 1) as number,
    maxAttempts: (retrier['MaxAttempts'] ?? 3) as number,
    backoffRate: (retrier['BackoffRate'] ?? 2) as number,
    ...(maxDelaySeconds !== undefined && { maxDelaySeconds: maxDelaySeconds as number }),
    jitterStrategy: (retrier['JitterStrategy'] ?? 'NONE') as 'NONE' | 'FULL',
  };
}

export function compileCatcher(catcher: JsonObject): Catcher {
  const { ResultPath: resultPath, Assign: assign, Output: output } = catcher;
  return {
    errorEquals: catcher['ErrorEquals'] as readonly string[],
    next: catcher['Next'] as string,
    ...(resultPath !== undefined && { resultPath: resultPath as string | null }),
    ...(assign !== undefined && { assign }),
    ...(output !== undefined && { output }),
  };
}
