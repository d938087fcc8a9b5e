import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeForm, readForm } from './form-codec.ts';
import { jsonDecoder, jsonEncoder } from './json-codec.ts';
import { loadServiceModel, type Member, type Shape } from './service-model.ts';
import { decodeXmlStructure, encodeXml, encodeXmlMembers, flattenedName } from './xml-codec.ts';
import { readXml } from './xml-reader.ts';

/** What XML can carry: no lone surrogates, no control characters but line ends and tabs. */
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((value) => [...value].filter((c) => c >= ' ' || c === '\n' || c === '\t' || c === '\r').join(''))
  .map((value) => value.replace(/[\p{Cs}\uFFFE\uFFFF]/gu, ''));
const date = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => new Date(ms));

/** Values of a shape; recursive ones end at `depth`. */
function valuesOf(shape: Shape, depth = 4): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'structure':
      return structuresOf(shape, depth);
    case 'list':
      return fc.array(valuesOf((shape.element as Member).shape, depth - 1), {
        minLength: 1,
        maxLength: depth > 0 ? 3 : 1,
      });
    case 'map':
      return fc
        .uniqueArray(text, { minLength: 1, maxLength: depth > 0 ? 3 : 1 })
        .chain((keys) =>
          fc.tuple(
            ...keys.map((key) =>
              valuesOf((shape.value as Member).shape, depth - 1).map((value) => [key, value] as const),
            ),
          ),
        )
        .map((entries) => {
          const map: Record<string, unknown> = {};
          for (const [key, value] of entries)
            Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
          return map;
        });
    case 'string':
      return text;
    case 'integer':
      return fc.integer();
    case 'long':
      return fc.maxSafeInteger();
    case 'float':
    case 'double':
      return fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value));
    case 'boolean':
      return fc.boolean();
    case 'timestamp':
      // The HTTP date has whole seconds.
      return shape.timestampFormat === 'rfc822'
        ? date.map((at) => new Date(Math.floor(at.getTime() / 1000) * 1000))
        : date;
    case 'blob':
      return fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
  }
}

function structuresOf(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  const members = shape.members.filter(
    (member) => member.location === 'body' && !member.streaming && (depth > 0 || member.shape.type === 'string'),
  );
  return fc
    .record(Object.fromEntries(members.map((member) => [member.name, valuesOf(member.shape, depth - 1)])), {
      requiredKeys: [],
    })
    .map((value) => ({ ...value }));
}

const STYLE = { millisecondsAlways: true };

function eachShape(service: string, pick: 'input' | 'output'): readonly [string, Shape][] {
  return [...loadServiceModel(service).operations.values()]
    .filter((operation) => !operation.deprecated)
    .map((operation): [string, Shape | undefined] => [`${service} ${operation.name}`, operation[pick]])
    .filter((entry): entry is [string, Shape] => (entry[1]?.members.length ?? 0) > 0);
}

const RUNS = { numRuns: 4 };

test.each(['stepfunctions', 'lambda', 'dynamodb', 'sqs', 'events', 'apigatewayv2'])(
  '%s: JSON out and in again',
  (service) => {
    for (const [name, shape] of [...eachShape(service, 'input'), ...eachShape(service, 'output')]) {
      fc.assert(
        fc.property(structuresOf(shape, 4), (value) => {
          for (const naming of ['member', 'location'] as const) {
            const wire = JSON.parse(JSON.stringify(jsonEncoder(shape, naming)(value)));
            expect(jsonDecoder(shape, naming)(wire), name).toEqual(value);
          }
        }),
        RUNS,
      );
    }
  },
);

test.each(['s3', 'iam', 'sns', 'cloudformation', 'ses', 'sqs'])('%s: XML out and in again', (service) => {
  for (const [name, shape] of [...eachShape(service, 'input'), ...eachShape(service, 'output')]) {
    fc.assert(
      fc.property(structuresOf(shape, 4), (value) => {
        const members = encodeXmlMembers(shape, value, STYLE);
        expect(decodeXmlStructure(shape, readXml(`<r>${members}</r>`)), name).toEqual(value);
      }),
      RUNS,
    );
  }
});

test('XML: an attribute with a foreign prefix, and its namespace', () => {
  const grant = loadServiceModel('s3').shape('Grant');
  const member = grant.memberByName.get('Grantee') as Member;
  const xml = encodeXml('Grantee', member, { Type: 'CanonicalUser', ID: 'me' }, STYLE);
  expect(xml).toBe(
    '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>me</ID></Grantee>',
  );
  const sent = readXml(
    '<Grant xmlns:q="http://www.w3.org/2001/XMLSchema-instance"><Grantee q:type="Group"><URI>u</URI></Grantee></Grant>',
  );
  expect(decodeXmlStructure(grant, sent)).toEqual({ Grantee: { Type: 'Group', URI: 'u' } });
});

/** As clients write forms. */
function toForm(shape: Shape, value: unknown, prefix: string, flattened: boolean, form: URLSearchParams): void {
  const dot = prefix === '' ? '' : '.';
  switch (shape.type) {
    case 'structure':
      for (const member of shape.members) {
        const item = (value as Record<string, unknown>)[member.name];
        if (item === undefined) continue;
        const isFlatList = member.flattened && member.shape.type === 'list';
        const name = isFlatList ? flattenedName(member) : (member.locationName ?? member.name);
        toForm(member.shape, item, prefix + dot + name, member.flattened, form);
      }
      return;
    case 'list': {
      const element = shape.element as Member;
      const base = flattened ? prefix : `${prefix}.${element.locationName ?? 'member'}`;
      (value as unknown[]).forEach((item, index) => {
        toForm(element.shape, item, `${base}.${index + 1}`, false, form);
      });
      return;
    }
    case 'map': {
      const base = flattened ? prefix : `${prefix}.entry`;
      Object.entries(value as object).forEach(([key, item], index) => {
        form.append(`${base}.${index + 1}.${shape.key?.locationName ?? 'key'}`, key);
        toForm(
          (shape.value as Member).shape,
          item,
          `${base}.${index + 1}.${shape.value?.locationName ?? 'value'}`,
          false,
          form,
        );
      });
      return;
    }
    case 'timestamp':
      form.append(prefix, (value as Date).toISOString());
      return;
    case 'blob':
      form.append(prefix, (value as Buffer).toString('base64'));
      return;
    default:
      form.append(prefix, String(value));
  }
}

/** A form cannot say that a structure is there and empty. */
function withoutEmpty(value: unknown): unknown {
  if (value instanceof Date || Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutEmpty).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, withoutEmpty(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

test.each(['sns', 'sqs', 'sts', 'iam', 'cloudformation', 'ses'])('%s: forms in', (service) => {
  for (const [name, shape] of eachShape(service, 'input')) {
    fc.assert(
      fc.property(structuresOf(shape, 4).map(withoutEmpty), (value) => {
        fc.pre(value !== undefined && !JSON.stringify(value).includes('"__proto__"'));
        const form = new URLSearchParams();
        toForm(shape, value, '', false, form);
        expect(withoutEmpty(decodeForm(shape, readForm(form.toString()))), name).toEqual(value);
      }),
      RUNS,
    );
  }
});
