/** `encoding-type=url`: for keys that XML 1.0 cannot hold. Spaces become `+`, slashes stay, as at S3. */
import { invalidArgument } from './s3-errors.ts';

export type TextEncoder = <T extends string | undefined>(text: T) => T;

export function textEncoder(encodingType: string | undefined): TextEncoder {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  }
  return ((text) => (text === undefined ? undefined : urlEncode(text))) as TextEncoder;
}

function urlEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
