/**
 * Names as the second Java SDK writes them, which the generic integrations speak: `Md5OfBody`, `SsekmsKeyId`, `Bool`, `KmsInvalidStateException`.
 * Words end before a capital that follows a small letter, behind an acronym, and behind a number; each begins with its only capital.
 */
const known = new Map<string, string>();

/** A member's or a shape's name, from that of the service model. */
export function sdkName(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const made = CHECKSUM.test(name) ? name : (SPECIAL.get(name) ?? wordsOf(name).map(capitalised).join(''));
  known.set(name, made);
  return made;
}

/** A word of Java's own, which the SDK goes round: the member of DynamoDB's attribute values. */
const SPECIAL = new Map([['NULL', 'Nul']]);
/** Of S3's objects: the SDK leaves them as they are. */
const CHECKSUM = /^Checksum(?:CRC|SHA|MD|XXHASH)[0-9A-Z]+$/;

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .replace(/([^a-z]{2,})v([0-9]+)/g, '$1 v$2 ')
    .replace(/([^A-Z]{2,})V([0-9]+)/g, '$1 V$2 ')
    .replace(/(?<=[a-z])(?=[A-Z][a-zA-Z0-9])/g, ' ')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([0-9])([a-zA-Z])/g, '$1 $2')
    .split(' ')
    .filter((word) => word !== '');
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** `NoSuchBucketException` for `NoSuchBucket`, `ServiceUnavailableException` for `ServiceUnavailableFault`. */
export function sdkExceptionName(shape: string): string {
  if (shape.endsWith('Fault')) return `${sdkName(shape.slice(0, -'Fault'.length))}Exception`;
  return shape.endsWith('Exception') ? sdkName(shape) : `${sdkName(shape)}Exception`;
}
