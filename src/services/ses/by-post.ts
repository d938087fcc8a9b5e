import type { Operation } from '../../gateway/operation.ts';
import { version2 } from './dialect.ts';

/** A listing at the address where newer clients look for it, with filters that we do not have. */
export function byPost(list: Operation): Operation {
  return (input, context) => {
    if (Object.keys(input.Filter ?? {}).length > 0) throw version2.invalid('Filter is not supported here.');
    return list(input, context);
  };
}
