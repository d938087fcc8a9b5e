/** What a run is asked with: whose data, and which stream of it. Checked by the API in front and again by the first function. */

export interface RunRequest {
  readonly GroupID: string;
  readonly StreamID: string;
}

export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

/** Part of S3 keys and of a mail's subject. */
const ID = /^[A-Za-z0-9_-]{1,40}$/;

/** @throws {InvalidInput} that names every member at fault. */
export function readRunRequest(input: unknown): RunRequest {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new InvalidInput('The input must be an object with GroupID and StreamID');
  const { GroupID, StreamID } = input as Record<string, unknown>;
  const faults = Object.entries({ GroupID, StreamID }).flatMap(([name, value]) => {
    if (value === undefined) return [`${name} is missing`];
    if (typeof value !== 'string' || !ID.test(value))
      return [`${name} must be 1 to 40 letters, digits, hyphens or underscores`];
    return [];
  });
  if (faults.length > 0) throw new InvalidInput(faults.join('; '));
  return { GroupID: GroupID as string, StreamID: StreamID as string };
}
