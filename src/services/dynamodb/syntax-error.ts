/** A broken expression in AWS's words: `Syntax error; token: "=", near: "a = ="`. The library's parsers say it in theirs. */

/** What the library's parsers throw. */
interface ParserError {
  readonly name: string;
  readonly location?: { readonly start: { readonly offset: number } };
}

export interface ExpressionParser {
  parse(text: string, options: { readonly context: Record<string, unknown> }): unknown;
}

const FOREIGN = /^(Invalid (\w+Expression): Syntax error; )Expected .* found\.$/s;
const TOKEN = /[#:]?\w+|<=|>=|<>|\S/gu;

/** `message` as it is, unless it is of a parser; then the place of the error is found again. */
export function inAwsWords(
  message: string,
  request: Readonly<Record<string, unknown>>,
  parserOf: (expression: string) => ExpressionParser,
): string {
  const [, opening, name] = FOREIGN.exec(message) ?? [];
  const text = name === undefined ? undefined : request[name];
  if (name === undefined || typeof text !== 'string') return message;
  const offset = errorOffset(parserOf(name), text, request);
  return offset === undefined ? message : `${opening}${describe(text, offset)}`;
}

function errorOffset(parser: ExpressionParser, text: string, request: Readonly<Record<string, unknown>>) {
  const context = {
    attrNames: request['ExpressionAttributeNames'],
    attrVals: request['ExpressionAttributeValues'],
    unusedAttrNames: {},
    unusedAttrVals: {},
    isReserved: () => false,
    compare: () => false,
  };
  try {
    parser.parse(text, { context });
  } catch (error) {
    return (error as ParserError).location?.start.offset;
  }
  return undefined;
}

/** The token at fault, and the text from the one before to the one after. */
function describe(text: string, offset: number): string {
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], at: match.index }));
  const index = tokens.findIndex(({ text: token, at }) => at + token.length > offset);
  const token = index < 0 ? '<EOF>' : tokens[index]?.text;
  const first = tokens[Math.max(0, (index < 0 ? tokens.length : index) - 1)];
  const last = index < 0 ? tokens.at(-1) : tokens[Math.min(index + 1, tokens.length - 1)];
  const near = first && last ? text.slice(first.at, last.at + last.text.length) : '';
  return `token: "${token}", near: "${near}"`;
}
