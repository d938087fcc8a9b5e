/** Ends synchronous work that takes too long: the pure parts of Stepwell cannot, because they have no clock. */
import { Script } from 'node:vm';
import { type MatchGuard, MatchTooLong } from '../query/bounded-reg-exp.ts';

/** Far more than any sensible match takes, far less than anybody who waits for the server has patience for. */
const LONGEST_MS = 2_000;

/** The only work that the engine of JavaScript ends after a time is a script: this one calls what stands in its place. */
const place = Symbol.for('stepwell.match');
const script = new Script(`globalThis[Symbol.for('stepwell.match')]()`);
const places = globalThis as { [place]?: unknown };

export const withinTime: MatchGuard = (match) => {
  places[place] = match;
  try {
    return script.runInThisContext({ timeout: LONGEST_MS });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new MatchTooLong();
    throw error;
  } finally {
    places[place] = undefined;
  }
};
