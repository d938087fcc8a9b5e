/**
 * The service tables with names instead of short keys, read from disk when a service is first asked for.
 *
 * M1 Every reference between shapes is resolved once; shapes may refer to themselves. M2 A loaded model is never changed.
 * The tables are written by `scripts/generate-service-table.mjs`.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { RawModel, RawOperation, RawReference, RawShape } from './raw-model.ts';

export type ShapeType =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | 'blob';
export type TimestampFormat = 'unixTimestamp' | 'iso8601' | 'rfc822';
export type Location = 'uri' | 'query' | 'header' | 'headers' | 'status' | 'body';

export interface Shape {
  readonly name: string;
  readonly type: ShapeType;
  /** Of structures, in the model's order. */
  readonly members: readonly Member[];
  readonly memberByName: ReadonlyMap<string, Member>;
  readonly required: ReadonlySet<string>;
  /** Of structures: the member that is the whole body. */
  readonly payload?: string;
  /** Of lists. */
  readonly element?: Member;
  /** Of maps. */
  readonly key?: Member;
  readonly value?: Member;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive: boolean;
  readonly flattened: boolean;
  readonly streaming: boolean;
  readonly eventStream: boolean;
  readonly union: boolean;
  readonly locationName?: string;
  readonly xmlNamespace?: { readonly prefix: string; readonly uri: string };
  readonly timestampFormat?: TimestampFormat;
  /** Of exceptions. */
  readonly exception: boolean;
  readonly errorCode?: string;
  readonly errorStatus?: number;
  readonly fault: boolean;
}

/** A use of a shape: as a member of a structure, an element of a list, a key or value of a map. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly location: Location;
  readonly locationName?: string;
  readonly flattened: boolean;
  readonly xmlAttribute: boolean;
  readonly xmlNamespace?: string;
  readonly streaming: boolean;
  /** Clients fill it with a fresh token if their user does not. */
  readonly idempotencyToken: boolean;
  readonly eventPayload: boolean;
  readonly eventHeader: boolean;
  readonly timestampFormat?: TimestampFormat;
}

export interface OperationModel {
  readonly name: string;
  readonly input?: Shape;
  readonly output?: Shape;
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  readonly errors: readonly string[];
  readonly resultWrapper?: string;
  /** Root element of an XML request. */
  readonly inputName?: string;
  readonly inputNamespace?: string;
  /** Root element of an XML answer. */
  readonly outputName?: string;
  readonly hostPrefix?: string;
  readonly deprecated: boolean;
  readonly unauthenticated: boolean;
}

export interface ServiceModel {
  readonly name: string;
  readonly serviceId: string;
  readonly apiVersion: string;
  readonly protocols: readonly string[];
  readonly targetPrefix?: string;
  readonly jsonVersion: string;
  readonly signingName: string;
  readonly endpointPrefix: string;
  readonly xmlNamespace?: string;
  /** Speaks JSON now and the Query protocol as before, with that protocol's error codes in a header. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** Exceptions by shape name, and by the code that the wire carries where it differs. */
  readonly errors: ReadonlyMap<string, Shape>;
  shape(name: string): Shape;
}

const LOCATIONS: Readonly<Record<string, Location>> = { u: 'uri', q: 'query', h: 'header', H: 'headers', s: 'status' };

const loaded = new Map<string, ServiceModel>();

function tableUrl(name: string): URL {
  return new URL(`./models/${name}.generated.json`, import.meta.url);
}

/** Whether a table of that name exists. */
export function hasServiceModel(name: string): boolean {
  return loaded.has(name) || (/^[a-z0-9]+$/.test(name) && existsSync(tableUrl(name)));
}

/** @throws if there is no table of that name: services name theirs in code. */
export function loadServiceModel(name: string): ServiceModel {
  const known = loaded.get(name);
  if (known) return known;
  const model = buildModel(JSON.parse(readFileSync(tableUrl(name), 'utf8')) as RawModel);
  loaded.set(name, model);
  return model;
}

function buildModel(raw: RawModel): ServiceModel {
  const shapes = new ShapeTable(raw.shapes);
  const errors = new Map<string, Shape>();
  for (const name of raw.errors) {
    const shape = shapes.get(name);
    errors.set(name, shape);
    if (shape.errorCode && !errors.has(shape.errorCode)) errors.set(shape.errorCode, shape);
  }
  const operations = Object.entries(raw.operations).map(
    ([name, operation]) => [name, buildOperation(raw, shapes, name, operation)] as const,
  );
  return {
    name: raw.service,
    serviceId: raw.serviceId,
    apiVersion: raw.apiVersion,
    protocols: raw.protocols,
    targetPrefix: raw.targetPrefix,
    jsonVersion: raw.jsonVersion ?? '1.0',
    signingName: raw.signingName,
    endpointPrefix: raw.endpointPrefix,
    xmlNamespace: raw.xmlNamespace,
    queryCompatible: raw.queryCompatible ?? false,
    operations: new Map(operations),
    errors,
    shape: (name) => shapes.get(name),
  };
}

function buildOperation(raw: RawModel, shapes: ShapeTable, name: string, operation: RawOperation): OperationModel {
  return {
    name,
    input: operation.i ? shapes.get(operation.i) : undefined,
    output: operation.o ? shapes.get(operation.o) : undefined,
    method: operation.m ?? 'POST',
    uri: operation.u ?? '/',
    status: operation.c ?? 200,
    errors: (operation.e ?? []).map((index) => raw.errors[index] as string),
    resultWrapper: operation.w ?? (raw.queryCompatible && operation.o ? `${name}Result` : undefined),
    inputName: operation.n,
    inputNamespace: operation.x,
    outputName: operation.rn,
    hostPrefix: operation.h,
    deprecated: operation.d === 1,
    unauthenticated: operation.ua === 1,
  };
}

/** Shapes by name. They are built when first asked for, empty at first, so that a cycle finds the shape that is being built. */
class ShapeTable {
  readonly #raw: Readonly<Record<string, RawShape>>;
  readonly #built = new Map<string, Shape>();

  constructor(raw: Readonly<Record<string, RawShape>>) {
    this.#raw = raw;
  }

  get(name: string): Shape {
    const known = this.#built.get(name);
    if (known) return known;
    const raw = name.startsWith('$') ? ({ t: name.slice(1) as ShapeType } as RawShape) : this.#raw[name];
    if (!raw) throw new Error(`The service table has no shape ${name}`);
    const shape = scalarTraits(name, raw) as { -readonly [Key in keyof Shape]: Shape[Key] };
    this.#built.set(name, shape);
    if (raw.t === 'structure') {
      const members = Object.entries(raw.m as Record<string, RawReference>);
      shape.members = members.map(([member, reference]) => this.#member(member, reference));
      shape.memberByName = new Map(shape.members.map((member) => [member.name, member]));
    } else if (raw.t === 'list') {
      shape.element = this.#member('member', raw.m as RawReference);
    } else if (raw.t === 'map') {
      shape.key = this.#member('key', raw.k as RawReference);
      shape.value = this.#member('value', raw.v as RawReference);
    }
    return shape;
  }

  #member(name: string, reference: RawReference): Member {
    const raw = typeof reference === 'string' ? { s: reference } : reference;
    const shape = this.get(raw.s);
    return {
      name,
      shape,
      location: raw.l ? (LOCATIONS[raw.l] as Location) : 'body',
      locationName: raw.n ?? (shape.type === 'map' || shape.type === 'list' ? shape.locationName : undefined),
      flattened: raw.f === 1 || shape.flattened,
      xmlAttribute: raw.a === 1,
      xmlNamespace: raw.x,
      streaming: raw.st === 1 || shape.streaming,
      idempotencyToken: raw.tk === 1,
      eventPayload: raw.ep === 1,
      eventHeader: raw.eh === 1,
      timestampFormat: raw.tf ?? shape.timestampFormat,
    };
  }
}

const NO_MEMBERS: readonly Member[] = [];
const NO_NAMES: ReadonlyMap<string, Member> = new Map();

function scalarTraits(name: string, raw: RawShape): Shape {
  return {
    name,
    type: raw.t,
    members: NO_MEMBERS,
    memberByName: NO_NAMES,
    required: new Set(raw.r),
    payload: raw.p,
    element: undefined,
    key: undefined,
    value: undefined,
    min: raw.min,
    max: raw.max,
    pattern: raw.re,
    enum: raw.e,
    sensitive: raw.sens === 1,
    flattened: raw.f === 1,
    streaming: raw.st === 1,
    eventStream: raw.es === 1,
    union: raw.un === 1,
    locationName: raw.n,
    xmlNamespace: raw.x && { prefix: raw.x[0], uri: raw.x[1] },
    timestampFormat: raw.tf,
    exception: raw.ex === 1,
    errorCode: raw.c,
    errorStatus: raw.hs,
    fault: raw.ft === 1,
  };
}
