/** Parses the SQL of S3 Select: one SELECT over one object. */
import { ApiError } from '../../../gateway/operation.ts';
import { sqlTokens, type Token } from './sql-lexer.ts';
import type { AggregateName, Column, FromStep, PathStep, SelectQuery, Sql, SqlType } from './sql-node.ts';

const MAX_EXPRESSION = 262_144;
const MAX_DEPTH = 100;
const AGGREGATES: ReadonlySet<string> = new Set<AggregateName>(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']);
const FUNCTIONS = new Set(['LOWER', 'UPPER', 'CHAR_LENGTH', 'CHARACTER_LENGTH', 'COALESCE', 'NULLIF', 'SUBSTRING']);
const CLAUSES = new Set([
  'FROM',
  'WHERE',
  'LIMIT',
  'AS',
  'AND',
  'OR',
  'NOT',
  'IN',
  'LIKE',
  'BETWEEN',
  'IS',
  'THEN',
  'ELSE',
  'WHEN',
  'END',
  'ESCAPE',
]);
const TYPES: Readonly<Record<string, SqlType>> = {
  INT: 'INT',
  INTEGER: 'INT',
  DECIMAL: 'DECIMAL',
  NUMERIC: 'DECIMAL',
  FLOAT: 'DECIMAL',
  DOUBLE: 'DECIMAL',
  STRING: 'STRING',
  VARCHAR: 'STRING',
  CHAR: 'STRING',
  BOOL: 'BOOL',
  BOOLEAN: 'BOOL',
  TIMESTAMP: 'TIMESTAMP',
};

/** @throws {ApiError} in S3's codes. */
export function parseSelect(source: string): SelectQuery {
  if (Buffer.byteLength(source) > MAX_EXPRESSION) {
    throw new ApiError(
      'ExpressionTooLong',
      'The SQL expression is too long: the maximum byte-length for the SQL expression is 256 KB.',
    );
  }
  return new SelectParser(sqlTokens(source)).query();
}

class SelectParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): SelectQuery {
    this.#word('SELECT');
    let columns = this.#columns();
    this.#word('FROM');
    const { alias, from } = this.#from();
    const where = this.#has('WHERE') ? this.#expression() : undefined;
    let limit: number | undefined;
    if (this.#has('LIMIT')) {
      const token = this.#next();
      limit = Number(token.text);
      if (token.type !== 'Number' || !Number.isInteger(limit)) throw this.#fault(token, 'a whole number');
    }
    this.#sign(';');
    if (this.#peek().type !== 'End') throw this.#fault(this.#peek(), 'the end');
    // `s.*` is `*`.
    const [only] = columns ?? [];
    if (columns?.length === 1 && only?.expression.type === 'Path' && only.expression.steps.at(-1)?.type === 'Name') {
      const [first, second] = only.expression.steps;
      if (second?.type === 'Name' && second.name === '*' && first?.type === 'Name') columns = undefined;
    }
    return { columns, alias, from, where, limit };
  }

  #columns(): readonly Column[] | undefined {
    if (this.#sign('*')) return undefined;
    const columns: Column[] = [];
    do {
      const expression = this.#expression();
      const hasName =
        this.#has('AS') ||
        (this.#peek().type === 'Word' && !CLAUSES.has(this.#peek().text.toUpperCase())) ||
        this.#peek().type === 'Quoted';
      columns.push({ expression, ...(hasName && { name: this.#next().text }) });
    } while (this.#sign(','));
    return columns;
  }

  #from(): { readonly alias: string; readonly from: readonly FromStep[] } {
    const table = this.#next();
    if (table.text.toUpperCase() !== 'S3OBJECT') {
      throw new ApiError('InvalidDataSource', 'Invalid data source type: the FROM clause must name S3Object.');
    }
    const from: FromStep[] = [];
    for (;;) {
      if (this.#sign('[')) {
        if (!this.#sign('*')) throw this.#fault(this.#peek(), '*');
        this.#needSign(']');
        from.push({ type: 'Each' });
      } else if (this.#sign('.')) from.push({ type: 'Member', name: this.#next().text });
      else break;
    }
    const isNamed = this.#has('AS');
    const token = this.#peek();
    const isAlias = isNamed || (token.type === 'Word' && !CLAUSES.has(token.text.toUpperCase()));
    return { alias: isAlias ? this.#next().text : 'S3Object', from };
  }

  #expression(): Sql {
    if (++this.#depth > MAX_DEPTH) throw new ApiError('ParseUnexpectedToken', 'The SQL expression nests too deeply.');
    try {
      let left = this.#and();
      while (this.#has('OR')) left = { type: 'Binary', operator: 'OR', left, right: this.#and() };
      return left;
    } finally {
      this.#depth--;
    }
  }

  #and(): Sql {
    let left = this.#not();
    while (this.#has('AND')) left = { type: 'Binary', operator: 'AND', left, right: this.#not() };
    return left;
  }

  #not(): Sql {
    return this.#has('NOT') ? { type: 'Not', operand: this.#not() } : this.#comparison();
  }

  #comparison(): Sql {
    const left = this.#sum();
    const operator = ['=', '<>', '!=', '<=', '>=', '<', '>'].find((sign) => this.#sign(sign));
    if (operator !== undefined)
      return { type: 'Binary', operator: operator === '!=' ? '<>' : operator, left, right: this.#sum() };
    if (this.#has('IS')) {
      const isNot = this.#has('NOT');
      const what = this.#has('MISSING') ? 'MISSING' : 'NULL';
      if (what === 'NULL') this.#word('NULL');
      const test: Sql = { type: 'Is', subject: left, what };
      return isNot ? { type: 'Not', operand: test } : test;
    }
    const isNot = this.#has('NOT');
    const test = this.#test(left);
    if (!test && isNot) throw this.#fault(this.#peek(), 'LIKE, IN or BETWEEN');
    if (!test) return left;
    return isNot ? { type: 'Not', operand: test } : test;
  }

  #test(subject: Sql): Sql | undefined {
    if (this.#has('LIKE')) {
      const pattern = this.#sum();
      return { type: 'Like', subject, pattern, ...(this.#has('ESCAPE') && { escape: this.#sum() }) };
    }
    if (this.#has('IN')) {
      const open = this.#sign('(') ? ')' : undefined;
      if (open === undefined) this.#needSign('[');
      const items = [this.#expression()];
      while (this.#sign(',')) items.push(this.#expression());
      this.#needSign(open ?? ']');
      return { type: 'In', subject, items };
    }
    if (this.#has('BETWEEN')) {
      const low = this.#sum();
      this.#word('AND');
      return { type: 'Between', subject, low, high: this.#sum() };
    }
    return undefined;
  }

  #sum(): Sql {
    let left = this.#product();
    for (;;) {
      const operator = ['+', '-', '||'].find((sign) => this.#sign(sign));
      if (operator === undefined) return left;
      left = { type: 'Binary', operator, left, right: this.#product() };
    }
  }

  #product(): Sql {
    let left = this.#unary();
    for (;;) {
      const operator = ['*', '/', '%'].find((sign) => this.#sign(sign));
      if (operator === undefined) return left;
      left = { type: 'Binary', operator, left, right: this.#unary() };
    }
  }

  #unary(): Sql {
    if (this.#sign('-')) return { type: 'Minus', operand: this.#unary() };
    if (this.#sign('+')) return this.#unary();
    return this.#primary();
  }

  #primary(): Sql {
    const token = this.#next();
    if (token.type === 'Text') return { type: 'Literal', value: token.text };
    if (token.type === 'Number') return { type: 'Literal', value: Number(token.text) };
    if (token.type === 'Sign' && token.text === '(') {
      const inner = this.#expression();
      this.#needSign(')');
      return inner;
    }
    if (token.type === 'Quoted') return this.#path(token);
    if (token.type !== 'Word') throw this.#fault(token, 'an expression');
    const word = token.text.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { type: 'Literal', value: word === 'TRUE' };
    if (word === 'NULL') return { type: 'Literal', value: null };
    if (word === 'CASE') return this.#case();
    if (this.#peek().text === '(' && this.#peek().type === 'Sign') return this.#call(token, word);
    if (CLAUSES.has(word)) throw this.#fault(token, 'an expression');
    return this.#path(token);
  }

  #path(first: Token): Sql {
    const steps: PathStep[] = [{ type: 'Name', name: first.text, isQuoted: first.type === 'Quoted' }];
    for (;;) {
      if (this.#sign('.')) {
        const token = this.#next();
        if (token.type !== 'Word' && token.type !== 'Quoted' && token.text !== '*') throw this.#fault(token, 'a name');
        steps.push({ type: 'Name', name: token.text, isQuoted: token.type === 'Quoted' });
      } else if (this.#sign('[')) {
        const token = this.#next();
        if (token.type === 'Number') steps.push({ type: 'Index', index: Number(token.text) });
        else if (token.type === 'Text') steps.push({ type: 'Name', name: token.text, isQuoted: true });
        else throw this.#fault(token, 'an index');
        this.#needSign(']');
      } else return { type: 'Path', steps };
    }
  }

  #call(token: Token, name: string): Sql {
    this.#needSign('(');
    if (AGGREGATES.has(name)) {
      const argument = this.#sign('*') ? undefined : this.#expression();
      this.#needSign(')');
      return { type: 'Aggregate', name: name as AggregateName, ...(argument && { argument }) };
    }
    if (name === 'CAST') {
      const operand = this.#expression();
      this.#word('AS');
      const to = TYPES[this.#next().text.toUpperCase()];
      if (!to)
        throw new ApiError('ParseInvalidTypeParam', 'The SQL expression contains a type that is not valid in CAST.');
      if (this.#sign('(')) while (!this.#sign(')')) this.#next();
      this.#needSign(')');
      return { type: 'Cast', operand, to };
    }
    if (name === 'TRIM') return this.#trim();
    if (!FUNCTIONS.has(name))
      throw new ApiError('UnsupportedFunction', `Encountered an unsupported SQL function: ${token.text}.`);
    const args = [this.#expression()];
    while (this.#sign(',') || this.#has('FROM') || this.#has('FOR')) args.push(this.#expression());
    this.#needSign(')');
    return { type: 'Call', name, arguments: args };
  }

  #trim(): Sql {
    const side = (['LEADING', 'TRAILING', 'BOTH'] as const).find((word) => this.#has(word)) ?? 'BOTH';
    const characters = this.#peek().text.toUpperCase() === 'FROM' ? undefined : this.#expression();
    if (this.#has('FROM')) {
      const subject = this.#expression();
      this.#needSign(')');
      return { type: 'Trim', side, subject, ...(characters && { characters }) };
    }
    this.#needSign(')');
    return { type: 'Trim', side, subject: characters as Sql };
  }

  #case(): Sql {
    const subject = this.#peek().text.toUpperCase() === 'WHEN' ? undefined : this.#expression();
    const branches: { when: Sql; then: Sql }[] = [];
    while (this.#has('WHEN')) {
      const test = this.#expression();
      this.#word('THEN');
      const when: Sql = subject ? { type: 'Binary', operator: '=', left: subject, right: test } : test;
      branches.push({ when, then: this.#expression() });
    }
    const otherwise = this.#has('ELSE') ? this.#expression() : undefined;
    this.#word('END');
    return { type: 'Case', branches, ...(otherwise && { otherwise }) };
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.type === 'End') throw this.#fault(token, 'more');
    this.#at++;
    return token;
  }

  #has(word: string): boolean {
    const token = this.#peek();
    const found = token.type === 'Word' && token.text.toUpperCase() === word;
    if (found) this.#at++;
    return found;
  }

  #sign(sign: string): boolean {
    const token = this.#peek();
    const found = token.type === 'Sign' && token.text === sign;
    if (found) this.#at++;
    return found;
  }

  #word(word: string): void {
    if (!this.#has(word)) throw this.#fault(this.#peek(), word);
  }

  #needSign(sign: string): void {
    if (!this.#sign(sign)) throw this.#fault(this.#peek(), sign);
  }

  #fault(token: Token, expected: string): ApiError {
    const found = token.type === 'End' ? 'its end' : `"${token.text}"`;
    return new ApiError(
      'ParseUnexpectedToken',
      `The SQL expression contains an unexpected token: ${found} at position ${token.at + 1}, where ${expected} was expected.`,
    );
  }
}
