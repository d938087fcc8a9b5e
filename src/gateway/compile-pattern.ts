/**
 * The patterns of the service models are Java's; this makes JavaScript's of them. A pattern matches the whole text.
 *
 * Where Java's meaning cannot be had, there is no check: refusing what AWS accepts is worse than the reverse.
 */
const JAVA_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/\\p\{ASCII\}/g, '\\x00-\\x7F'],
  [/\\p\{Print\}/g, '\\x20-\\x7E'],
  [/\\p\{Graph\}/g, '\\x21-\\x7E'],
  [/\\p\{Alnum\}/g, '0-9A-Za-z'],
  [/\\p\{Alpha\}/g, 'A-Za-z'],
  [/\\p\{Digit\}/g, '0-9'],
  [/\\p\{Lower\}/g, 'a-z'],
  [/\\p\{Upper\}/g, 'A-Z'],
  [/\\p\{Punct\}/g, '!-\\/:-@\\[-`{-~'],
  [/\\p\{Space\}/g, '\\s'],
  [/\\p\{IsAlphabetic\}/g, '\\p{Alphabetic}'],
  [/\\p\{IsDigit\}/g, '\\p{Nd}'],
];

/** POSIX classes stand for characters: inside brackets as they are, outside in brackets of their own. */
function withoutJavaClasses(source: string): string {
  let result = '';
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const rest = source.slice(i);
    const javaClass = JAVA_CLASSES.find(([pattern]) => rest.search(pattern) === 0);
    if (javaClass) {
      const name = rest.slice(0, rest.indexOf('}') + 1);
      result += depth > 0 ? javaClass[1] : `[${javaClass[1]}]`;
      i += name.length - 1;
    } else if (source[i] === '\\') {
      result += source.slice(i, i + 2);
      i++;
    } else {
      if (source[i] === '[') depth = 1;
      else if (source[i] === ']') depth = 0;
      result += source[i];
    }
  }
  return result;
}

/** `undefined` if JavaScript has no such pattern. */
export function compilePattern(source: string): RegExp | undefined {
  let flags = '';
  let body = source;
  const inline = /^(\^?)\(\?([imsu]+)\)/.exec(body);
  if (inline) {
    body = (inline[1] as string) + body.slice(inline[0].length);
    if ((inline[2] as string).includes('i')) flags += 'i';
    if ((inline[2] as string).includes('s')) flags += 's';
  }
  body = withoutJavaClasses(body);
  for (const mode of [`${flags}u`, flags]) {
    try {
      return new RegExp(`^(?:${body})$`, mode);
    } catch {
      // Without `u` JavaScript forgives escapes that Java allows and `u` does not.
    }
  }
  return undefined;
}
