/** Whether a value may be that of a parameter: its size, its tier, its type, its pattern. */
import { Script } from 'node:vm';
import { ApiError } from '../../gateway/operation.ts';
import type { ParameterType, Tier } from './parameter-record.ts';
import { validation } from './ssm-errors.ts';

const STANDARD_MAX = 4_096;
const ADVANCED_MAX = 8_192;
/** A pattern that takes longer than that on eight kilobytes would never end. */
const PATTERN_MS = 200;

/** The tier that a value of this size gets. @throws {ApiError} ValidationException */
export function tierFor(value: string, asked: Tier | undefined): Tier {
  const bytes = Buffer.byteLength(value);
  const isLarge = bytes > STANDARD_MAX;
  const tier = asked === 'Intelligent-Tiering' ? (isLarge ? 'Advanced' : 'Standard') : (asked ?? 'Standard');
  if (tier === 'Standard' && isLarge) {
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_MAX} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  }
  if (bytes > ADVANCED_MAX) {
    throw validation(`Advanced tier parameters support a maximum parameter value of ${ADVANCED_MAX} characters.`);
  }
  return tier;
}

/** @throws {ApiError} */
export function checkValue(type: ParameterType, value: string, allowedPattern: string | undefined): void {
  if (value === '') {
    throw validation(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  }
  if (type === 'StringList' && value.split(',').some((item) => item.trim() === '')) {
    throw validation('The value of a StringList must not have empty items.');
  }
  if (allowedPattern === undefined || allowedPattern === '') return;
  const pattern = compile(allowedPattern);
  const items = type === 'StringList' ? value.split(',') : [value];
  if (!items.every((item) => matches(pattern, item))) {
    throw new ApiError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
  }
}

function compile(pattern: string): string {
  try {
    return new RegExp(pattern).source;
  } catch {
    throw new ApiError('InvalidAllowedPatternException', `The regular expression ${pattern} is not valid.`);
  }
}

const MATCH = new Script('new RegExp(pattern).test(value)');

/** In a context of its own, because only there a pattern can be stopped. */
function matches(pattern: string, value: string): boolean {
  try {
    return MATCH.runInNewContext({ pattern, value }, { timeout: PATTERN_MS }) === true;
  } catch {
    return false;
  }
}
