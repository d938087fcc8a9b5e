/**
 * The items of a JSON file, one after the other, without the file ever being in memory as a whole: the members of the array or object at
 * its top, or where a JSON pointer (RFC 6901) leads.
 *
 * The reader walks the text character by character. Values that it has no use for are stepped over by counting brackets; each item is cut
 * out and parsed by `JSON.parse`, which is what checks it.
 */
import { parseExactJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { itemReaderFailed } from './map-run-failure.ts';

export interface JsonItems {
  readonly values: readonly Json[];
  /** Names of the members, when an object is iterated over. */
  readonly keys?: readonly string[];
}

/** `pointer` is '' for the top. */
export async function* jsonItems(text: AsyncIterable<string>, pointer: string): AsyncGenerator<JsonItems> {
  const walk = new JsonWalk(pointerTokens(pointer));
  for await (const chunk of text) {
    const items = walk.push(chunk);
    if (items.values.length > 0) yield items;
    if (walk.isDone) return;
  }
  walk.end();
}

/** @throws {MapRunFailure} for a pointer that does not begin with a slash. */
export function pointerTokens(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw itemReaderFailed(`The ItemsPointer '${pointer}' is not a valid JSON pointer.`);
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** AWS reads items of up to 8 MB. */
const MAX_ITEM_LENGTH = 8 * 1_048_576;
const MAX_SKIPPED_LENGTH = 16 * 1_048_576;

/** What comes next: a value, a member's name, its colon, or the comma or bracket after a value. */
type Expects = 'value' | 'value or end' | 'name or end' | 'name' | 'colon' | 'comma or end' | 'nothing';

interface Container {
  readonly isArray: boolean;
  /** Place of the current member. */
  index: number;
  name: string;
}

class JsonWalk {
  readonly #pointer: readonly string[];
  /** Containers on the way to the items, theirs last. */
  readonly #open: Container[] = [];
  #expects: Expects = 'value';
  /** Text that has not been walked to its end: the beginning of a value or a name. */
  #rest = '';
  #values: Json[] = [];
  #keys: string[] = [];
  #hasFound = false;
  /** Of the value that is stepped over or cut out: where the walk goes on in it. */
  #depth = 0;
  #isInString = false;
  #scanned = 0;
  #isScanning = false;

  constructor(pointer: readonly string[]) {
    this.#pointer = pointer;
  }

  /** All items have been seen. */
  get isDone(): boolean {
    return this.#expects === 'nothing' && this.#hasFound && this.#pointer.length > 0;
  }

  push(chunk: string): JsonItems {
    const text = this.#rest + chunk;
    this.#values = [];
    this.#keys = [];
    let at = 0;
    while (at < text.length) {
      const next = this.#isScanning ? this.#scan(text, at) : this.#step(text, at);
      if (next === undefined) break;
      at = next;
      if (this.isDone) break;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > MAX_ITEM_LENGTH) this.#checkLength();
    return this.#keys.length > 0 ? { values: this.#values, keys: this.#keys } : { values: this.#values };
  }

  /** What is stepped over may be longer than an item: AWS looks for the items in the first 16 MB. */
  #checkLength(): void {
    if (this.#isItem()) throw itemReaderFailed('An item of the JSON file exceeds the limit of 8 MB.');
    if (this.#rest.length > MAX_SKIPPED_LENGTH) {
      throw itemReaderFailed('The items of the JSON file do not begin within its first 16 MB.');
    }
  }

  end(): void {
    // A number at the top ends with the file.
    if (this.#expects !== 'nothing') throw invalid();
    if (this.#rest.trim() !== '') throw invalid();
    if (!this.#hasFound) throw this.#notFound();
  }

  /** Takes what comes at `at`; gives the place of what follows, or `undefined` when more text is needed. */
  #step(text: string, at: number): number | undefined {
    const char = text[at]!;
    if (char === ' ' || char === '\n' || char === '\r' || char === '\t') return at + 1;
    switch (this.#expects) {
      case 'value or end':
        return char === ']' ? this.#close(at) : this.#value(text, at, char);
      case 'value':
        return this.#value(text, at, char);
      case 'name or end':
        return char === '}' ? this.#close(at) : this.#name(text, at, char);
      case 'name':
        return this.#name(text, at, char);
      case 'colon':
        if (char !== ':') throw invalid();
        this.#expects = 'value';
        return at + 1;
      case 'comma or end':
        return this.#comma(at, char);
      case 'nothing':
        throw invalid();
    }
  }

  #value(text: string, at: number, char: string): number | undefined {
    if (!this.#isItem() && this.#isOnPath()) {
      if (char === '[' || char === '{') {
        if (this.#open.length === this.#pointer.length) this.#hasFound = true;
        this.#open.push({ isArray: char === '[', index: 0, name: '' });
        this.#expects = char === '[' ? 'value or end' : 'name or end';
        return at + 1;
      }
      if (this.#open.length === this.#pointer.length) throw this.#notFound();
    }
    this.#isScanning = true;
    this.#depth = 0;
    this.#isInString = false;
    this.#scanned = 0;
    return this.#scan(text, at);
  }

  /** Whether the value that comes is one of the items. */
  #isItem(): boolean {
    return this.#hasFound && this.#open.length === this.#pointer.length + 1;
  }

  /** Whether the value that comes holds the items, or is them. */
  #isOnPath(): boolean {
    const container = this.#open.at(-1);
    if (!container) return true;
    const token = this.#pointer[this.#open.length - 1];
    return token !== undefined && token === (container.isArray ? String(container.index) : container.name);
  }

  /** Looks for the end of the value at `at`. */
  #scan(text: string, at: number): number | undefined {
    for (let place = at + this.#scanned; place < text.length; place++) {
      const code = text.charCodeAt(place);
      if (this.#isInString) {
        if (code === BACKSLASH) {
          // An escape that is cut in two is walked again from its start.
          if (place + 1 === text.length) return this.#wait(place - at);
          place += 1;
        } else if (code === QUOTE) {
          this.#isInString = false;
          if (this.#depth === 0) return this.#take(text, at, place + 1);
        }
      } else if (code === QUOTE) this.#isInString = true;
      else if (code === OPEN_BRACKET || code === OPEN_BRACE) this.#depth += 1;
      else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
        if (this.#depth === 0) return this.#take(text, at, place);
        this.#depth -= 1;
        if (this.#depth === 0) return this.#take(text, at, place + 1);
      } else if (this.#depth === 0 && (code === COMMA || code <= SPACE)) return this.#take(text, at, place);
    }
    return this.#wait(text.length - at);
  }

  #wait(scanned: number): undefined {
    this.#scanned = scanned;
    return undefined;
  }

  #take(text: string, start: number, end: number): number {
    this.#isScanning = false;
    if (this.#isItem()) {
      this.#values.push(parse(text.slice(start, end)));
      const container = this.#open.at(-1)!;
      if (!container.isArray) this.#keys.push(container.name);
    } else if (end === start) throw invalid();
    this.#expects = this.#open.length === 0 ? 'nothing' : 'comma or end';
    return end;
  }

  #name(text: string, at: number, char: string): number | undefined {
    if (char !== '"') throw invalid();
    for (let place = at + 1; place < text.length; place++) {
      if (text[place] === '\\') place += 1;
      else if (text[place] === '"') {
        this.#open.at(-1)!.name = parse(text.slice(at, place + 1)) as string;
        this.#expects = 'colon';
        return place + 1;
      }
    }
    return undefined;
  }

  #comma(at: number, char: string): number {
    const container = this.#open.at(-1)!;
    if (char === (container.isArray ? ']' : '}')) return this.#close(at);
    if (char !== ',') throw invalid();
    container.index += 1;
    this.#expects = container.isArray ? 'value' : 'name';
    return at + 1;
  }

  #close(at: number): number {
    const wasItems = this.#isItem();
    this.#open.pop();
    // Where a pointer led has been read; what comes after it is of no interest.
    const isOver = this.#open.length === 0 || (wasItems && this.#pointer.length > 0);
    this.#expects = isOver ? 'nothing' : 'comma or end';
    return at + 1;
  }

  #notFound(): Error {
    const pointer = this.#pointer.map((token) => `/${token}`).join('');
    const where = pointer === '' ? 'at its top level' : `at '${pointer}'`;
    return itemReaderFailed(`Attempting to map over non-iterable node: an array or an object was expected ${where}.`);
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const SPACE = 32;

function parse(text: string): Json {
  try {
    return parseExactJson(text);
  } catch {
    throw invalid();
  }
}

function invalid(): Error {
  return itemReaderFailed('The JSON file is not valid JSON.');
}
