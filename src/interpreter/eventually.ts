/** Work that is done now, unless JSONata's evaluator must be awaited: the hot path allocates no promise. */
import type { Eventually } from '../query/scope.ts';

export function andThen<T, U>(value: Eventually<T>, next: (value: T) => Eventually<U>): Eventually<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
