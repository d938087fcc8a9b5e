/** Stepwell as a library: a server in this process. The language alone is `stepwell/asl`; for tests there is `stepwell/testing`. */
export { EngineError } from './runtime/engine-error.ts';
export type { LogFields, Logger } from './runtime/logger.ts';
export { version } from './runtime/version.ts';
export { createStepwell, type Stepwell } from './server/stepwell.ts';
export type { StepwellOptions } from './server/stepwell-options.ts';
