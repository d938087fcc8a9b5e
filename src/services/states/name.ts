/**
 * Names of state machines, executions and activities. The service model bounds their length; what they may hold is said in prose only:
 * no white space, brackets, wildcards, `" # % \ ^ | ~ \` $ & , ; : /` or control characters.
 */
import { invalidName } from './errors.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the rule forbids.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;

/** @throws {ApiError} InvalidName */
export function requireName(name: string): string {
  if (name === '' || FORBIDDEN.test(name)) throw invalidName(name);
  return name;
}
