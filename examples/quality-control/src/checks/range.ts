/** Is every reading one that the place and the sensor can have? */
import { type Check, isoTime } from '../finding.ts';

export interface RangeLimits {
  readonly lowest: number;
  readonly highest: number;
}

export const checkRange: Check<RangeLimits> = ({ readings }, { lowest, highest }) =>
  readings
    .filter(({ value }) => value < lowest || value > highest)
    .map(({ timeMs, value }) => ({
      at: isoTime(timeMs),
      value,
      message: value < lowest ? `${value} is below ${lowest}` : `${value} is above ${highest}`,
    }));
