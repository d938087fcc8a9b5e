/** Parses Velocity's references and expressions at a place in a template's text. */
import { TemplateError } from './template-error.ts';
import type { Accessor, BinaryOperator, Expression, Reference, TemplateNode } from './template-node.ts';

export interface Parsed<T> {
  readonly value: T;
  /** Where the text goes on. */
  readonly end: number;
}

/** Loosest first. */
const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const WORDS: Readonly<Record<string, BinaryOperator>> = {
  or: '||',
  and: '&&',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*/;
const MAX_DEPTH = 100;

export class ExpressionParser {
  readonly #text: string;
  readonly #parseTemplate: (text: string) => readonly TemplateNode[];
  #at = 0;
  #depth = 0;

  constructor(text: string, parseTemplate: (text: string) => readonly TemplateNode[]) {
    this.#text = text;
    this.#parseTemplate = parseTemplate;
  }

  /** `$name.path`, `${name}`, `$!{name}`; `undefined` if the sign at `at` begins no reference. */
  referenceAt(at: number): (Parsed<Reference> & { readonly isQuiet: boolean }) | undefined {
    const head = /^\$(!?)(\{?)(?=[A-Za-z_])/.exec(this.#text.slice(at, at + 4));
    if (!head) return undefined;
    this.#at = at + head[0].length;
    const value = this.#reference();
    if (head[2] === '{') this.#expect('}');
    return { value, end: this.#at, isQuiet: head[1] === '!' };
  }

  /** `($target = value)` */
  assignmentAt(at: number): Parsed<{ target: Reference; value: Expression }> {
    this.#at = at;
    this.#expect('(');
    this.#skip();
    const target = this.referenceAt(this.#at);
    if (!target) throw this.#fault('a reference');
    this.#expect('=');
    const value = this.#expression();
    this.#expect(')');
    return { value: { target: target.value, value }, end: this.#at };
  }

  parenthesisedAt(at: number): Parsed<Expression> {
    this.#at = at;
    this.#expect('(');
    const value = this.#expression();
    this.#expect(')');
    return { value, end: this.#at };
  }

  /** `($item in list)` */
  loopAt(at: number): Parsed<{ variable: string; list: Expression }> {
    this.#at = at;
    this.#expect('(');
    this.#skip();
    const variable = this.referenceAt(this.#at);
    if (!variable || variable.value.path.length > 0) throw this.#fault('a variable');
    this.#expect('in');
    const list = this.#expression();
    this.#expect(')');
    return { value: { variable: variable.value.name, list }, end: this.#at };
  }

  #reference(): Reference {
    const name = this.#name();
    const path: Accessor[] = [];
    for (;;) {
      const next = this.#text[this.#at];
      if (next === '.' && NAME.test(this.#text.slice(this.#at + 1, this.#at + 2))) {
        this.#at++;
        const member = this.#name();
        if (this.#text[this.#at] === '(') path.push({ type: 'Call', name: member, arguments: this.#list('(', ')') });
        else path.push({ type: 'Property', name: member });
      } else if (next === '[') {
        this.#at++;
        const index = this.#expression();
        this.#expect(']');
        path.push({ type: 'Index', index });
      } else return { name, path };
    }
  }

  #name(): string {
    const match = NAME.exec(this.#text.slice(this.#at));
    if (!match) throw this.#fault('a name');
    this.#at += match[0].length;
    return match[0];
  }

  #expression(level = 0): Expression {
    if (++this.#depth > MAX_DEPTH) throw new TemplateError('The mapping template nests too deeply');
    try {
      const operators = PRECEDENCE[level];
      if (!operators) return this.#unary();
      let left = this.#expression(level + 1);
      for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
        left = { type: 'Binary', operator, left, right: this.#expression(level + 1) };
      }
      return left;
    } finally {
      this.#depth--;
    }
  }

  #operator(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    this.#skip();
    const rest = this.#text.slice(this.#at, this.#at + 4);
    const sign = operators.find((operator) => rest.startsWith(operator));
    if (sign) {
      this.#at += sign.length;
      return sign;
    }
    const word = /^[a-z]+\b/.exec(rest)?.[0] ?? '';
    const operator = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (!operator || !operators.includes(operator)) return undefined;
    this.#at += word.length;
    return operator;
  }

  #unary(): Expression {
    this.#skip();
    if (this.#text[this.#at] === '!') {
      this.#at++;
      return { type: 'Not', operand: this.#unary() };
    }
    if (/^not\b/.test(this.#text.slice(this.#at, this.#at + 4))) {
      this.#at += 3;
      return { type: 'Not', operand: this.#unary() };
    }
    return this.#primary();
  }

  #primary(): Expression {
    const char = this.#text[this.#at] ?? '';
    if (char === '$') {
      const reference = this.referenceAt(this.#at);
      if (!reference) throw this.#fault('a reference');
      return { type: 'Get', reference: reference.value };
    }
    if (char === '(') {
      this.#at++;
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (char === '"' || char === "'") return this.#quoted(char);
    if (char === '[') return this.#listOrRange();
    if (char === '{') return this.#map();
    const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(this.#text.slice(this.#at, this.#at + 40));
    if (number) {
      // `1..3` is a range: its first dot belongs to the range.
      this.#at += number[0].length;
      return { type: 'Literal', value: Number(number[0]) };
    }
    const word = /^(true|false|null)\b/.exec(this.#text.slice(this.#at, this.#at + 6))?.[0];
    if (word === undefined) throw this.#fault('an expression');
    this.#at += word.length;
    return { type: 'Literal', value: word === 'null' ? null : word === 'true' };
  }

  #quoted(quote: string): Expression {
    let text = '';
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      if (this.#text[at] !== quote) {
        text += this.#text[at];
        continue;
      }
      if (this.#text[at + 1] === quote) {
        text += quote;
        at++;
        continue;
      }
      this.#at = at + 1;
      if (quote === "'" || !/[$#]/.test(text)) return { type: 'Literal', value: text };
      return { type: 'Template', nodes: this.#parseTemplate(text) };
    }
    throw new TemplateError('The mapping template has a text without its closing quote');
  }

  #listOrRange(): Expression {
    const start = this.#at;
    const isRange = /^\[\s*[^\s,\]]+\s*\.\.\s*[^\s,\]]+\s*\]/.test(this.#text.slice(start, start + 200));
    if (!isRange) return { type: 'List', items: this.#list('[', ']') };
    this.#at++;
    const from = this.#expression();
    this.#expect('..');
    const to = this.#expression();
    this.#expect(']');
    return { type: 'Range', from, to };
  }

  #list(open: string, close: string): Expression[] {
    this.#expect(open);
    const items: Expression[] = [];
    this.#skip();
    if (this.#text[this.#at] === close) {
      this.#at++;
      return items;
    }
    for (;;) {
      items.push(this.#expression());
      this.#skip();
      if (this.#text[this.#at] !== ',') break;
      this.#at++;
    }
    this.#expect(close);
    return items;
  }

  #map(): Expression {
    this.#expect('{');
    const entries: [Expression, Expression][] = [];
    this.#skip();
    while (this.#text[this.#at] !== '}') {
      const key = this.#expression();
      this.#expect(':');
      entries.push([key, this.#expression()]);
      this.#skip();
      if (this.#text[this.#at] === ',') this.#at++;
      else if (this.#text[this.#at] !== '}') throw this.#fault('}');
      this.#skip();
    }
    this.#at++;
    return { type: 'Map', entries };
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #expect(sign: string): void {
    this.#skip();
    if (!this.#text.startsWith(sign, this.#at)) throw this.#fault(sign);
    this.#at += sign.length;
  }

  #fault(expected: string): TemplateError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    const found = this.#text.slice(this.#at, this.#at + 12).replaceAll('\n', ' ') || 'its end';
    return new TemplateError(`The mapping template has "${found}" in line ${line} where ${expected} was expected`);
  }
}
