/** The path to a number in a Map's configuration: the input or a variable, never the context object. */
import { referencePath } from './check-json-path.ts';

export const numberPathOf = referencePath({ roots: ['Input', 'Variable'] });
