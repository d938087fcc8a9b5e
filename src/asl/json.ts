/** A JSON value. Every payload of a workflow is one; none is ever changed in place. */
import type { ExactNumber } from './exact-number.ts';

export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}
