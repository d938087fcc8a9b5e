/** The few pieces of XML that answers are made of. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

const REPLACEMENT = '\uFFFD';

/** A carriage return would be read back as a line feed, and most control characters may not occur at all. */
export function escapeXml(text: string): string {
  if (!/[&<>"\r\p{Cc}\uFFFE\uFFFF\p{Cs}]/u.test(text)) return text;
  return text
    .replace(/[&<>"\r]/g, (character) => ESCAPES[character] as string)
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, (character) => {
      if (character === '\t' || character === '\n' || (character > '~' && character < '\u00A0')) return character;
      return character < ' ' ? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};` : REPLACEMENT;
    });
}

/** `attributes` begin with a space, or are empty. */
export function element(name: string, content: string, attributes = ''): string {
  return content === '' ? `<${name}${attributes}></${name}>` : `<${name}${attributes}>${content}</${name}>`;
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
