import { ApiError } from '../../../gateway/operation.ts';

export interface Token {
  readonly type: 'Word' | 'Quoted' | 'Text' | 'Number' | 'Sign' | 'End';
  readonly text: string;
  readonly at: number;
}

const SIGN = /^(?:<>|!=|<=|>=|\|\||[-+*/%=<>(),.[\];])/;

export function sqlTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (type: Token['type'], text: string, length: number): void => {
    tokens.push({ type, text, at });
    at += length;
  };
  while (at < source.length) {
    const rest = source.slice(at);
    const space = /^(?:\s+|--[^\n]*)/.exec(rest)?.[0];
    const word = /^[A-Za-z_$][A-Za-z0-9_$]*/.exec(rest)?.[0];
    const number = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(rest)?.[0];
    const text = /^'((?:[^']|'')*)'/.exec(rest);
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const sign = SIGN.exec(rest)?.[0];
    if (space !== undefined) at += space.length;
    else if (word !== undefined) push('Word', word, word.length);
    else if (number !== undefined) push('Number', number, number.length);
    else if (text) push('Text', (text[1] as string).replaceAll("''", "'"), text[0].length);
    else if (quoted) push('Quoted', (quoted[1] as string).replaceAll('""', '"'), quoted[0].length);
    else if (sign !== undefined) push('Sign', sign, sign.length);
    else {
      throw new ApiError(
        'LexerInvalidChar',
        `The SQL expression contains a character that is not valid: ${source[at]} at position ${at + 1}.`,
      );
    }
  }
  tokens.push({ type: 'End', text: '', at });
  return tokens;
}
