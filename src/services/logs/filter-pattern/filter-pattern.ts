/**
 * Filter patterns of CloudWatch Logs, compiled to a test of a message. Three forms: terms, `{ $.json = "selectors" }` and `[space, delimited, fields]`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { invalidParameter } from '../errors.ts';
import { compileFields } from './fields-pattern.ts';
import { compileJson } from './json-pattern.ts';
import { PatternError } from './pattern-error.ts';
import { compileTerms } from './terms-pattern.ts';

export type MessageTest = (message: string) => boolean;

/** @throws {ApiError} InvalidParameterException */
export function compileFilterPattern(pattern: string): MessageTest {
  const text = pattern.trim();
  try {
    if (text === '') return () => true;
    if (text.startsWith('{')) return compileJson(text);
    if (text.startsWith('[')) return compileFields(text);
    return compileTerms(text);
  } catch (error) {
    if (error instanceof PatternError) throw invalidParameter(error.message);
    throw error;
  }
}
