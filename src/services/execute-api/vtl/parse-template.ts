/**
 * Parses the common subset of Velocity that mapping templates are written in: text, references, `#set`, `#if`, `#foreach`, comments.
 *
 * 1. A directive of Velocity's that is not carried (`#macro`, `#parse`, …) is refused by name; a `#` that begins no directive is text.
 * 2. A reference keeps its source: Velocity prints it when there is nothing to print.
 */
import { boundedCache } from '../../../query/bounded-cache.ts';
import { ExpressionParser } from './parse-expression.ts';
import { TemplateError } from './template-error.ts';
import type { IfBranch, TemplateNode } from './template-node.ts';

const REFUSED = new Set(['macro', 'parse', 'include', 'evaluate', 'define', 'return']);

/** The parsed form of a template's text. @throws {TemplateError} */
export const parseTemplate: (text: string) => readonly TemplateNode[] = boundedCache(1_000, (text) =>
  new TemplateParser(text).parse(),
);

/** Where a block ended, and why. */
type End = 'end' | 'else' | 'elseif' | 'eof';

type Directive = { readonly trimsLine: boolean } & (
  | { readonly type: 'node'; readonly node: TemplateNode }
  | { readonly type: 'mark'; readonly end: 'end' | 'else' | 'elseif' }
);

class TemplateParser {
  readonly #text: string;
  readonly #expressions: ExpressionParser;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#expressions = new ExpressionParser(text, parseTemplate);
  }

  parse(): readonly TemplateNode[] {
    const { nodes, end } = this.#block();
    if (end !== 'eof') throw new TemplateError(`The mapping template has a #${end} that ends nothing`);
    return nodes;
  }

  #block(): { nodes: TemplateNode[]; end: End } {
    const nodes: TemplateNode[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') nodes.push({ type: 'Text', text });
      text = '';
    };
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] as string;
      if (char === '#') {
        const comment = this.#comment();
        if (comment !== undefined) {
          text += comment;
          continue;
        }
        const directive = this.#directive();
        if (directive) {
          if (directive.trimsLine) text = text.replace(/[ \t]+$/, '');
          flush();
          if (directive.type === 'mark') return { nodes, end: directive.end };
          nodes.push(directive.node);
          continue;
        }
      } else if (char === '$') {
        const reference = this.#expressions.referenceAt(this.#at);
        if (reference) {
          flush();
          const source = this.#text.slice(this.#at, reference.end);
          nodes.push({ type: 'Reference', reference: reference.value, source, isQuiet: reference.isQuiet });
          this.#at = reference.end;
          continue;
        }
      } else if (char === '\\' && /[$#]/.test(this.#text[this.#at + 1] ?? '')) {
        // An escaped sign prints without its backslash.
        text += this.#text[this.#at + 1];
        this.#at += 2;
        continue;
      }
      text += char;
      this.#at++;
    }
    flush();
    return { nodes, end: 'eof' };
  }

  /** What a comment or an unparsed block at this place prints; `undefined` if there is none. */
  #comment(): string | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    if (rest.startsWith('##')) {
      const newline = this.#text.indexOf('\n', this.#at);
      this.#at = newline < 0 ? this.#text.length : newline + 1;
      return '';
    }
    if (rest.startsWith('#*')) {
      this.#at = this.#after('*#');
      return '';
    }
    if (rest === '#[[') {
      const start = this.#at + 3;
      this.#at = this.#after(']]#');
      return this.#text.slice(start, this.#at - 3);
    }
    return undefined;
  }

  #after(mark: string): number {
    const found = this.#text.indexOf(mark, this.#at + 2);
    if (found < 0) throw new TemplateError(`The mapping template lacks a closing ${mark}`);
    return found + mark.length;
  }

  #directive(): Directive | undefined {
    const match = /^#(?:\{([a-z]+)\}|([a-z]+))/.exec(this.#text.slice(this.#at, this.#at + 24));
    const name = match?.[1] ?? match?.[2];
    if (!match || name === undefined) return undefined;
    if (REFUSED.has(name)) throw new TemplateError(`The directive #${name} is not supported in mapping templates`);
    const start = this.#at;
    const isAlone = /(^|\n)[ \t]*$/.test(this.#text.slice(0, start));
    this.#at += match[0].length;
    switch (name) {
      case 'end':
      case 'else':
        return { type: 'mark', end: name, trimsLine: this.#endLine(isAlone) };
      case 'elseif':
        return { type: 'mark', end: name, trimsLine: isAlone };
      case 'break':
        return { type: 'node', node: { type: 'Break' }, trimsLine: this.#endLine(isAlone) };
      case 'stop':
        return { type: 'node', node: { type: 'Stop' }, trimsLine: this.#endLine(isAlone) };
      case 'set':
        return { type: 'node', node: this.#set(), trimsLine: this.#endLine(isAlone) };
      case 'if':
        return { type: 'node', node: this.#if(isAlone), trimsLine: isAlone };
      case 'foreach':
        return { type: 'node', node: this.#foreach(isAlone), trimsLine: isAlone };
      default:
        this.#at = start;
        return undefined;
    }
  }

  /** A directive takes its line with it when nothing else stands there. */
  #endLine(isAlone: boolean): boolean {
    const rest = /^[ \t]*(\r?\n|$)/.exec(this.#text.slice(this.#at, this.#at + 200));
    if (!isAlone || !rest) return false;
    this.#at += rest[0].length;
    return true;
  }

  #set(): TemplateNode {
    const { value, end } = this.#expressions.assignmentAt(this.#at);
    this.#at = end;
    return { type: 'Set', ...value };
  }

  #condition(isAlone: boolean): IfBranch['condition'] {
    const { value, end } = this.#expressions.parenthesisedAt(this.#at);
    this.#at = end;
    this.#endLine(isAlone);
    return value;
  }

  #if(isAlone: boolean): TemplateNode {
    const branches: IfBranch[] = [];
    let condition = this.#condition(isAlone);
    for (;;) {
      const { nodes, end } = this.#block();
      branches.push({ condition, body: nodes });
      if (end === 'end') return { type: 'If', branches, otherwise: [] };
      if (end === 'else') {
        const last = this.#block();
        if (last.end !== 'end') throw new TemplateError('The mapping template has an #if without its #end');
        return { type: 'If', branches, otherwise: last.nodes };
      }
      if (end === 'eof') throw new TemplateError('The mapping template has an #if without its #end');
      condition = this.#condition(true);
    }
  }

  #foreach(isAlone: boolean): TemplateNode {
    const { value, end } = this.#expressions.loopAt(this.#at);
    this.#at = end;
    this.#endLine(isAlone);
    const body = this.#block();
    if (body.end !== 'end') throw new TemplateError('The mapping template has a #foreach without its #end');
    return { type: 'Foreach', ...value, body: body.nodes };
  }
}
