/**
 * fast-check with a seed: properties are tried with the same cases each time, so that a landing does not hang on chance. `STEPWELL_PROPERTY_SEED` gives
 * another seed, or `random` for a new one in each run: that is how new cases are looked for. The tests' `fast-check` is this one, by an alias.
 */
import { createRequire } from 'node:module';

const { default: fc } = createRequire(import.meta.url)('fast-check') as typeof import('fast-check');

const wanted = process.env['STEPWELL_PROPERTY_SEED'] ?? '20261121';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });

export default fc;
