/**
 * Reads an XML document into elements. Names lose their namespace prefix, attributes keep it.
 *
 * X1 A document type declaration is refused: nothing is expanded or fetched. X2 What is not well-formed is an error, never a guess.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export class XmlError extends Error {}

const MAX_DEPTH = 128;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are decoded here, each once: the parser's own pass knows no numeric ones.
  processEntities: false,
  cdataPropName: '#cdata',
  commentPropName: '#comment',
  ignoreDeclaration: true,
  ignorePiTags: true,
});

type ParsedNode = Readonly<Record<string, unknown>>;

/** @throws {XmlError} */
export function readXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new XmlError('A document type declaration is not allowed');
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  let nodes: readonly ParsedNode[];
  try {
    const verdict = XMLValidator.validate(source);
    if (verdict !== true) throw new XmlError(`${verdict.err.msg} (line ${verdict.err.line})`);
    nodes = parser.parse(source) as readonly ParsedNode[];
  } catch (error) {
    throw error instanceof XmlError ? error : new XmlError(error instanceof Error ? error.message : String(error));
  }
  const roots = nodes.map((node) => toElement(node, 0)).filter((element) => element !== undefined);
  if (roots.length !== 1) throw new XmlError('Expected one root element');
  return roots[0] as XmlElement;
}

function toElement(node: ParsedNode, depth: number): XmlElement | undefined {
  if (depth > MAX_DEPTH) throw new XmlError('Elements are nested too deeply');
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#') || name.startsWith('?')) return undefined;
  const content = node[name] as readonly ParsedNode[];
  const children: XmlElement[] = [];
  let text = '';
  for (const item of content) {
    if ('#text' in item) text += decodeEntities(String(item['#text']));
    else if ('#cdata' in item) text += cdataText(item['#cdata']);
    else {
      const child = toElement(item, depth + 1);
      if (child) children.push(child);
    }
  }
  return { name: name.slice(name.indexOf(':') + 1), attributes: attributesOf(node), children, text };
}

function cdataText(value: unknown): string {
  return Array.isArray(value)
    ? value.map((item) => String((item as ParsedNode)['#text'] ?? '')).join('')
    : String(value);
}

function attributesOf(node: ParsedNode): Readonly<Record<string, string>> {
  const raw = node[':@'] as Record<string, unknown> | undefined;
  if (!raw) return {};
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, decodeEntities(String(value))]));
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9A-Fa-f]+|[A-Za-z]+);|&/g, (_whole, entity: string | undefined) => {
    if (entity === undefined) throw new XmlError('An ampersand must begin an entity');
    if (!entity.startsWith('#')) {
      if (!Object.hasOwn(NAMED, entity)) throw new XmlError(`Unknown entity &${entity};`);
      return NAMED[entity] as string;
    }
    const hex = entity[1] === 'x';
    const code = Number.parseInt(entity.slice(hex ? 2 : 1), hex ? 16 : 10);
    if (!(code > 0 && code <= 0x10ffff)) throw new XmlError(`Not a character: &${entity};`);
    return String.fromCodePoint(code);
  });
}
