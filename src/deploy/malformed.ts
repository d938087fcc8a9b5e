/**
 * Templates hold whatever their authors wrote, and a place that expects an object may find anything. What a reader stumbles over is the template's
 * fault: it is told as such, with the place where the reader stood.
 */
import { DeployError } from './deploy-error.ts';

/** Runs a reader of a template. @throws {DeployError} INVALID_TEMPLATE for values of the wrong kind, however deep */
export async function readingTemplate<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
      throw new DeployError(
        'INVALID_TEMPLATE',
        `Template format error: a value is of the wrong kind: ${error.message}`,
      );
    throw error;
  }
}
