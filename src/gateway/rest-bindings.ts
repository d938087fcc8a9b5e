/**
 * Where the members of a REST operation travel besides the body: path labels, query string, headers, prefixed headers, status.
 */
import { base64, blobBytes, setOwn } from './json-codec.ts';
import type { WireRequest } from './protocol.ts';
import type { Location, Member, OperationModel, Shape } from './service-model.ts';
import { decodeText, encodeText } from './xml-codec.ts';

const HEADER_STYLE = { millisecondsAlways: true };

const membersAt = (shape: Shape | undefined, location: Location) =>
  shape?.members.filter((member) => member.location === location) ?? [];
const wire = (member: Member) => member.locationName ?? member.name;

export type DecodeBindings = (request: WireRequest, input: Record<string, unknown>) => void;

/** @throws {XmlError} if a value is not of its type. */
export function bindingsDecoder(operation: OperationModel): DecodeBindings {
  const labels = membersAt(operation.input, 'uri');
  const queries = membersAt(operation.input, 'query');
  const literals = new Set([...new URLSearchParams(operation.uri.split('?')[1] ?? '').keys()]);
  const headers = membersAt(operation.input, 'header').map((member) => ({ member, name: wire(member).toLowerCase() }));
  const prefixed = membersAt(operation.input, 'headers');
  return (request, input) => {
    for (const member of labels) {
      const text = request.labels[wire(member)];
      if (text !== undefined) input[member.name] = decodeText(member.shape, text, member.timestampFormat);
    }
    if (queries.length > 0 && request.rawQuery !== '') decodeQuery(queries, literals, request.rawQuery, input);
    for (const { member, name } of headers) {
      const text = request.headers[name];
      if (text !== undefined) input[member.name] = decodeHeader(member, text);
    }
    for (const member of prefixed) {
      const entries = decodePrefixed(wire(member).toLowerCase(), request.headers);
      if (entries) input[member.name] = entries;
    }
  };
}

function decodeQuery(
  members: readonly Member[],
  literals: ReadonlySet<string>,
  rawQuery: string,
  input: Record<string, unknown>,
): void {
  const query = new URLSearchParams(rawQuery);
  const named = new Set(members.map(wire));
  for (const member of members) {
    const { shape } = member;
    if (shape.type === 'map') {
      input[member.name] = restOfQuery(shape, query, new Set([...named, ...literals]));
    } else if (query.has(wire(member))) {
      const values = query.getAll(wire(member));
      input[member.name] =
        shape.type === 'list'
          ? values.map((value) => decodeText((shape.element as Member).shape, value))
          : decodeText(shape, values[0] as string, member.timestampFormat);
    }
  }
}

/** A map in the query string takes every parameter that nobody else claims. */
function restOfQuery(shape: Shape, query: URLSearchParams, claimed: ReadonlySet<string>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const isList = shape.value?.shape.type === 'list';
  for (const key of new Set(query.keys())) {
    if (!claimed.has(key)) setOwn(result, key, isList ? query.getAll(key) : query.get(key));
  }
  return result;
}

function decodeHeader(member: Member, text: string): unknown {
  const { shape } = member;
  if (shape.type === 'list') {
    return splitHeader(text).map((item) => decodeText((shape.element as Member).shape, item));
  }
  if (shape.type === 'blob') return base64(text);
  return decodeText(shape, text, member.timestampFormat);
}

/** Commas inside double quotes do not separate. */
function splitHeader(text: string): string[] {
  const items = text.match(/\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(?:,|$)/g) ?? [];
  return items
    .map((item) => item.replace(/,$/, '').trim())
    .filter((item) => item !== '')
    .map((item) => (/^".*"$/.test(item) ? item.slice(1, -1).replace(/\\(.)/g, '$1') : item));
}

function decodePrefixed(
  prefix: string,
  headers: Readonly<Record<string, string>>,
): Record<string, unknown> | undefined {
  let result: Record<string, unknown> | undefined;
  for (const name in headers) {
    if (!name.startsWith(prefix)) continue;
    result ??= {};
    setOwn(result, name.slice(prefix.length), headers[name]);
  }
  return result;
}

export type EncodeBindings = (
  output: Readonly<Record<string, unknown>>,
  headers: Record<string, string>,
) => number | undefined;

/** Writes headers and returns the status, if a member says it. */
export function bindingsEncoder(shape: Shape | undefined): EncodeBindings {
  const single = membersAt(shape, 'header');
  const prefixed = membersAt(shape, 'headers');
  const [status] = membersAt(shape, 'status');
  return (output, headers) => {
    for (const member of single) {
      const value = output[member.name];
      if (value !== undefined && value !== null) headers[wire(member)] = headerText(encodeHeader(member, value));
    }
    for (const member of prefixed) {
      for (const [key, value] of Object.entries((output[member.name] as object | undefined) ?? {})) {
        if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(key)) headers[wire(member) + key] = headerText(String(value));
      }
    }
    const code = status && output[status.name];
    return typeof code === 'number' ? code : undefined;
  };
}

function encodeHeader(member: Member, value: unknown): string {
  const { shape } = member;
  if (shape.type === 'list') {
    const inner = (shape.element as Member).shape;
    return Array.from(value as Iterable<unknown>, (item) => {
      const text = encodeText(inner, item, 'rfc822', HEADER_STYLE);
      return /[",]/.test(text) && inner.type === 'string' ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
    }).join(',');
  }
  if (shape.type === 'blob') return blobBytes(value).toString('base64');
  return encodeText(shape, value, member.timestampFormat ?? 'rfc822', HEADER_STYLE);
}

/** A header holds no line ends and nothing beyond Latin-1; S3 writes other texts as RFC 2047 words. */
function headerText(text: string): string {
  const clean = text.replace(/(?!\t)\p{Cc}/gu, (character) => (character < '\u0080' ? ' ' : character));
  const isLatin1 = Buffer.from(clean, 'latin1').toString('latin1') === clean;
  return !isLatin1 ? `=?UTF-8?B?${Buffer.from(clean, 'utf8').toString('base64')}?=` : clean;
}

/** Whether the output itself said its type, under whatever case the model spells it. */
export function hasContentType(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
}
