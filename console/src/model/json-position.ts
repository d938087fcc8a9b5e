/**
 * Where in a JSON text something stands: `/States/A/Choices[0]/Variable`, as validation names it, or a line and a column.
 * Names may hold slashes themselves; the longest name that fits is taken.
 */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

interface Value extends TextRange {
  /** Of an object: each with the place of its name. */
  readonly members?: ReadonlyMap<string, { readonly name: TextRange; readonly value: Value }>;
  readonly items?: readonly Value[];
}

export function rangeOf(text: string, location: string): TextRange | undefined {
  const at = /line: (\d+), column: (\d+)/.exec(location);
  if (at) return rangeOfLine(text, Number(at[1]), Number(at[2]));
  if (!location.startsWith('/')) return undefined;
  const root = new Scanner(text).read();
  return root && follow(root, location, undefined);
}

/** The definition of a state, wherever it is nested. */
export function rangeOfState(text: string, state: string): TextRange | undefined {
  const root = new Scanner(text).read();
  return root && findState(root, state);
}

function rangeOfLine(text: string, line: number, column: number): TextRange {
  let from = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', from);
    if (next < 0) break;
    from = next + 1;
  }
  const at = Math.min(text.length, from + Math.max(0, column - 1));
  return { from: at, to: Math.min(text.length, at + 1) };
}

/** A member is shown by its name, what holds an error by all that is known of it. */
function follow(value: Value, rest: string, name: TextRange | undefined): TextRange {
  const here = name ?? { from: value.from, to: value.from + 1 };
  if (rest === '') return here;
  const index = /^\[(\d+)\]/.exec(rest);
  if (index) {
    const item = value.items?.[Number(index[1])];
    return item ? follow(item, rest.slice(index[0].length), undefined) : here;
  }
  const fitting = [...(value.members ?? [])]
    .filter(([key]) => rest.startsWith(`/${key}`) && /^(?:[/[]|$)/.test(rest.slice(key.length + 1)))
    .sort(([a], [b]) => b.length - a.length)[0];
  return fitting ? follow(fitting[1].value, rest.slice(fitting[0].length + 1), fitting[1].name) : here;
}

function findState(value: Value, state: string): TextRange | undefined {
  const states = value.members?.get('States')?.value.members;
  const found = states?.get(state);
  if (found) return { from: found.name.from, to: found.value.to };
  for (const { value: inner } of states?.values() ?? []) {
    const scopes = [
      ...(inner.members?.get('Branches')?.value.items ?? []),
      ...['ItemProcessor', 'Iterator'].flatMap((name) => inner.members?.get(name)?.value ?? []),
    ];
    for (const scope of scopes) {
      const deeper = findState(scope, state);
      if (deeper) return deeper;
    }
  }
  return undefined;
}

/** Reads JSON with its places. What is broken ends the reading: `undefined`, or what was read so far. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Value | undefined {
    this.#skip();
    const from = this.#at;
    switch (this.#text[from]) {
      case '{':
        return { from, members: this.#members(), to: this.#at };
      case '[':
        return { from, items: this.#items(), to: this.#at };
      case '"':
        return this.#string() && { from, to: this.#at };
      default: {
        const word = /[^\s,\]}]*/y;
        word.lastIndex = from;
        this.#at += word.exec(this.#text)?.[0].length ?? 0;
        return this.#at > from ? { from, to: this.#at } : undefined;
      }
    }
  }

  #members(): ReadonlyMap<string, { name: TextRange; value: Value }> {
    const members = new Map<string, { name: TextRange; value: Value }>();
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] !== '"') break;
      const name = this.#string();
      if (!name) return members;
      this.#skip();
      if (this.#text[this.#at] !== ':') return members;
      this.#at++;
      const value = this.read();
      if (!value) return members;
      members.set(unquoted(this.#text.slice(name.from, name.to)), { name, value });
      this.#skip();
      if (this.#text[this.#at] !== ',') break;
      this.#at++;
    }
    if (this.#text[this.#at] === '}') this.#at++;
    return members;
  }

  #items(): readonly Value[] {
    const items: Value[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] === ']') break;
      const item = this.read();
      if (!item) return items;
      items.push(item);
      this.#skip();
      if (this.#text[this.#at] !== ',') break;
      this.#at++;
    }
    if (this.#text[this.#at] === ']') this.#at++;
    return items;
  }

  #string(): TextRange | undefined {
    const pattern = /"(?:[^"\\]|\\.)*"/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    const from = this.#at;
    this.#at += match[0].length;
    return { from, to: this.#at };
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}

function unquoted(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch {
    return json.slice(1, -1);
  }
}
