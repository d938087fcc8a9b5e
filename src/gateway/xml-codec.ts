/**
 * XML bodies to and from what operations see: the bodies of REST-XML, and the answers of the Query protocol.
 *
 * X1 Elements that the model does not know are ignored. X2 A flattened list is a repetition of its member's element;
 * otherwise the member's element holds one `member` (or location name) each.
 */
import { base64, blobBytes, setOwn } from './json-codec.ts';
import type { Member, Shape, TimestampFormat } from './service-model.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';
import { type XmlElement, XmlError } from './xml-reader.ts';
import { element, escapeXml } from './xml-writer.ts';

export function decodeXmlStructure(shape: Shape, source: XmlElement): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    if (member.location !== 'body') continue;
    const value = decodeMember(member, source);
    if (value !== undefined) result[member.name] = value;
  }
  return result;
}

function decodeMember(member: Member, source: XmlElement): unknown {
  const { shape } = member;
  if (member.xmlAttribute) return attribute(member, source);
  if (member.flattened && (shape.type === 'list' || shape.type === 'map')) {
    const items = childrenNamed(source, flattenedName(member));
    if (items.length === 0) return undefined;
    return shape.type === 'list' ? decodeItems(shape, items) : decodeEntries(shape, items);
  }
  const found = source.children.find(({ name }) => name === localName(member));
  return found ? decodeXml(shape, found, member.timestampFormat) : undefined;
}

const localName = (member: Member) => member.locationName ?? member.name;
const childrenNamed = (source: XmlElement, name: string) => source.children.filter((child) => child.name === name);

/** The prefix of an attribute's namespace is the sender's choice. */
function attribute(member: Member, source: XmlElement): string | undefined {
  const wanted = localName(member);
  const local = wanted.slice(wanted.indexOf(':') + 1);
  const key = Object.keys(source.attributes).find((name) => name === wanted || name.endsWith(`:${local}`));
  return key === undefined ? undefined : source.attributes[key];
}

/** The element of a flattened list: the list member's own name, else the name of the list's element, else the member's. */
export function flattenedName(member: Member): string {
  return member.locationName ?? member.shape.element?.locationName ?? member.name;
}

export function decodeXml(shape: Shape, source: XmlElement, format?: TimestampFormat): unknown {
  switch (shape.type) {
    case 'structure':
      return decodeXmlStructure(shape, source);
    case 'list':
      return decodeItems(shape, childrenNamed(source, shape.element?.locationName ?? 'member'));
    case 'map':
      return decodeEntries(shape, childrenNamed(source, 'entry'));
    default:
      return decodeText(shape, source.text, format);
  }
}

function decodeItems(shape: Shape, items: readonly XmlElement[]): unknown[] {
  const member = shape.element as Member;
  return items.map((item) => decodeXml(member.shape, item, member.timestampFormat));
}

function decodeEntries(shape: Shape, entries: readonly XmlElement[]): Record<string, unknown> {
  const [key, value] = [shape.key as Member, shape.value as Member];
  const result: Record<string, unknown> = {};
  for (const entry of entries) {
    const keyElement = entry.children.find(({ name }) => name === (key.locationName ?? 'key'));
    const valueElement = entry.children.find(({ name }) => name === (value.locationName ?? 'value'));
    if (!keyElement || !valueElement) throw new XmlError('Expected an entry with a key and a value');
    setOwn(result, keyElement.text, decodeXml(value.shape, valueElement));
  }
  return result;
}

const BOUNDS = { integer: 2 ** 31, long: 2 ** 63 };

/** A scalar of text: in XML, in a query string, in a header, in a form. @throws {XmlError} if it is not of its type. */
export function decodeText(shape: Shape, text: string, format?: TimestampFormat): unknown {
  const refuse = (): never => {
    throw new XmlError(`Expected ${shape.type}, got '${text.slice(0, 100)}'`);
  };
  switch (shape.type) {
    case 'integer':
    case 'long': {
      const value = Number(text.trim());
      const inRange = value < BOUNDS[shape.type] && value >= -BOUNDS[shape.type];
      return /^\s*[+-]?\d+\s*$/.test(text) && inRange ? value : refuse();
    }
    case 'float':
    case 'double': {
      const value = Number(text.trim().replace(/^([+-]?)Infinity$/, '$1Infinity'));
      return text.trim() !== '' && (!Number.isNaN(value) || text.trim() === 'NaN') ? value : refuse();
    }
    case 'boolean': {
      const lower = text.trim().toLowerCase();
      return lower === 'true' || lower === '1' ? true : lower === 'false' || lower === '0' ? false : refuse();
    }
    case 'timestamp':
      return parseTimestamp(text) ?? refuse();
    case 'blob':
      return base64(text.replace(/\s+/g, '')) ?? refuse();
    case 'string':
      void format;
      return text;
    default:
      return refuse();
  }
}

/** How the two users of this writer differ. */
export interface XmlStyle {
  /** S3 writes milliseconds always, the Query services only where there are some. */
  readonly millisecondsAlways: boolean;
}

/** The elements of a structure's members, without an element around them. */
export function encodeXmlMembers(shape: Shape, value: unknown, style: XmlStyle): string {
  const source = value as Record<string, unknown>;
  let text = '';
  for (const member of shape.members) {
    if (member.location !== 'body' || member.xmlAttribute) continue;
    const item = source[member.name];
    if (item !== undefined && item !== null) text += encodeMember(member, item, style);
  }
  return text;
}

function encodeMember(member: Member, value: unknown, style: XmlStyle): string {
  const { shape } = member;
  if (member.flattened && shape.type === 'list') {
    const name = flattenedName(member);
    return Array.from(value as Iterable<unknown>, (item) => encodeXml(name, shape.element as Member, item, style)).join(
      '',
    );
  }
  if (member.flattened && shape.type === 'map') return encodeEntries(localName(member), shape, value, style);
  return encodeXml(localName(member), member, value, style);
}

/** One element. */
export function encodeXml(name: string, member: Member, value: unknown, style: XmlStyle): string {
  const { shape } = member;
  switch (shape.type) {
    case 'structure':
      return element(name, encodeXmlMembers(shape, value, style), xmlAttributes(member, value));
    case 'list': {
      const inner = shape.element as Member;
      const items = Array.from(value as Iterable<unknown>, (item) =>
        encodeXml(inner.locationName ?? 'member', inner, item, style),
      );
      return element(name, items.join(''));
    }
    case 'map':
      return element(name, encodeEntries('entry', shape, value, style));
    default:
      return element(name, escapeXml(encodeText(shape, value, member.timestampFormat ?? 'iso8601', style)));
  }
}

function encodeEntries(name: string, shape: Shape, value: unknown, style: XmlStyle): string {
  const [key, item] = [shape.key as Member, shape.value as Member];
  return Object.entries(value as object)
    .map(([entryKey, entryValue]) =>
      element(
        name,
        encodeXml(key.locationName ?? 'key', key, entryKey, style) +
          encodeXml(item.locationName ?? 'value', item, entryValue, style),
      ),
    )
    .join('');
}

function xmlAttributes(member: Member, value: unknown): string {
  const { shape } = member;
  let text = member.xmlNamespace ? ` xmlns="${escapeXml(member.xmlNamespace)}"` : '';
  if (shape.xmlNamespace) text += ` xmlns:${shape.xmlNamespace.prefix}="${escapeXml(shape.xmlNamespace.uri)}"`;
  for (const inner of shape.members) {
    const item = (value as Record<string, unknown>)[inner.name];
    if (inner.xmlAttribute && item != null) text += ` ${localName(inner)}="${escapeXml(String(item))}"`;
  }
  return text;
}

/** A scalar as text. */
export function encodeText(shape: Shape, value: unknown, format: TimestampFormat, style: XmlStyle): string {
  switch (shape.type) {
    case 'timestamp': {
      const text = String(formatTimestamp(value, format));
      return format === 'iso8601' && !style.millisecondsAlways ? text.replace('.000Z', 'Z') : text;
    }
    case 'blob':
      return blobBytes(value).toString('base64');
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return String(value);
  }
}
