/**
 * Says what is wrong with a JSON text in the words of Jackson, the parser behind AWS's API. Only called for texts that `JSON.parse` refused,
 * so it looks for the first thing that cannot be and needs to build nothing.
 */

const VALUES = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

class JsonProblem extends Error {}

export function describeJsonError(text: string): string {
  const reader = { text, at: 0 };
  try {
    readValue(reader);
    skipBlanks(reader);
    if (reader.at < text.length) throw unexpected(reader, `was expecting end of input`);
    return 'Invalid JSON';
  } catch (problem) {
    if (problem instanceof JsonProblem) return problem.message;
    throw problem;
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

function skipBlanks(reader: Reader): void {
  while (/[ \t\r\n]/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function unexpected(reader: Reader, wanted: string): JsonProblem {
  const character = reader.text[reader.at];
  if (character === undefined) return new JsonProblem(`Unexpected end-of-input: ${wanted}`);
  return new JsonProblem(`Unexpected character ('${character}' (code ${character.codePointAt(0)})): ${wanted}`);
}

function readValue(reader: Reader): void {
  skipBlanks(reader);
  const character = reader.text[reader.at] ?? '';
  if (character === '{') readObject(reader);
  else if (character === '[') readArray(reader);
  else if (character === '"') readString(reader);
  else if (/[-0-9]/.test(character)) readNumber(reader);
  else if (/[A-Za-z_$]/.test(character)) readToken(reader);
  else throw unexpected(reader, `expected a valid value (${VALUES})`);
}

function readObject(reader: Reader): void {
  reader.at += 1;
  skipBlanks(reader);
  if (takes(reader, '}')) return;
  for (;;) {
    skipBlanks(reader);
    if (reader.text[reader.at] !== '"') throw unexpected(reader, 'was expecting double-quote to start field name');
    readString(reader);
    skipBlanks(reader);
    if (!takes(reader, ':')) throw unexpected(reader, 'was expecting a colon to separate field name and value');
    readValue(reader);
    skipBlanks(reader);
    if (takes(reader, '}')) return;
    if (!takes(reader, ',')) throw unexpected(reader, 'was expecting comma to separate Object entries');
  }
}

function readArray(reader: Reader): void {
  reader.at += 1;
  skipBlanks(reader);
  if (takes(reader, ']')) return;
  for (;;) {
    readValue(reader);
    skipBlanks(reader);
    if (takes(reader, ']')) return;
    if (!takes(reader, ',')) throw unexpected(reader, 'was expecting comma to separate Array entries');
  }
}

function takes(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function readString(reader: Reader): void {
  reader.at += 1;
  for (;;) {
    const character = reader.text[reader.at];
    if (character === undefined)
      throw new JsonProblem('Unexpected end-of-input: was expecting closing quote for a string value');
    if (character === '"') break;
    if (character < ' ') {
      throw new JsonProblem(
        `Illegal unquoted character ((CTRL-CHAR, code ${character.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
      );
    }
    if (character === '\\') readEscape(reader);
    else reader.at += 1;
  }
  reader.at += 1;
}

function readEscape(reader: Reader): void {
  const sequence = /^\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/.exec(reader.text.slice(reader.at, reader.at + 6));
  if (!sequence) {
    const character = reader.text[reader.at + 1] ?? '';
    throw new JsonProblem(`Unrecognized character escape '${character}' (code ${character.codePointAt(0) ?? 0})`);
  }
  reader.at += sequence[0].length;
}

function readNumber(reader: Reader): void {
  const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/.exec(reader.text.slice(reader.at));
  if (!number)
    throw unexpected(reader, 'was expecting a digit (0-9) to follow the minus sign, for valid numeric value');
  reader.at += number[0].length;
  if (/[0-9A-Za-z_.]/.test(reader.text[reader.at] ?? '')) {
    throw unexpected(reader, 'Expected space separating root-level values');
  }
}

function readToken(reader: Reader): void {
  const token = /^[A-Za-z0-9_$]+/.exec(reader.text.slice(reader.at))?.[0] ?? '';
  if (!['null', 'true', 'false'].includes(token)) {
    throw new JsonProblem(`Unrecognized token '${token}': was expecting (${VALUES})`);
  }
  reader.at += token.length;
}
