/**
 * Finds what a name means: `name`, `name:3`, `name:label`, or the parameter's ARN with either.
 */
import {
  type Parameter,
  type ParameterPlace,
  type ParameterRecord,
  type ParameterStore,
  parameterKey,
  type VersionRecord,
  versionKey,
} from './parameter-record.ts';
import { parameterNotFound, versionNotFound } from './ssm-errors.ts';

export interface ParameterReference {
  readonly place: ParameterPlace;
  readonly name: string;
  /** With its colon. */
  readonly selector?: string;
}

const ARN = /^arn:[a-z-]+:ssm:([a-z0-9-]*):(\d*):parameter(\/.+)$/;

export function readReference(text: string, { account, region }: ParameterPlace): ParameterReference {
  const match = ARN.exec(text);
  const rest = match ? match[3]! : text;
  const colon = rest.indexOf(':');
  const place = match ? { region: match[1]!, account: match[2]! } : { account, region };
  if (colon < 0) return { place, name: rest };
  return { place, name: rest.slice(0, colon), selector: rest.slice(colon) };
}

/** A name without its slash means the same where a parameter was named so: an ARN always has one. */
export function findRecord(store: ParameterStore, { place, name }: ParameterReference): ParameterRecord | undefined {
  const found = store.parameters.get(parameterKey(place, name));
  if (found || name.lastIndexOf('/') !== 0) return found;
  return store.parameters.get(parameterKey(place, name.slice(1)));
}

/** @throws {ApiError} ParameterNotFound */
export function requireRecord(store: ParameterStore, place: ParameterPlace, name: string): ParameterRecord {
  const record = findRecord(store, readReference(name, place));
  if (!record) throw parameterNotFound();
  return record;
}

/** @throws {ApiError} ParameterNotFound, ParameterVersionNotFound */
export function requireParameter(store: ParameterStore, reference: ParameterReference): Parameter {
  const record = findRecord(store, reference);
  if (!record) throw parameterNotFound();
  return { record, version: requireVersion(store, record, selected(record, reference)) };
}

export function newestVersion(store: ParameterStore, record: ParameterRecord): VersionRecord {
  const version = versionOf(store, record, record.version);
  if (!version) throw new Error(`The parameter ${record.name} has lost its version ${record.version}`);
  return version;
}

export function versionOf(store: ParameterStore, record: ParameterRecord, version: number): VersionRecord | undefined {
  return store.versions.get(versionKey(record, record.name, version));
}

/** @throws {ApiError} ParameterVersionNotFound */
export function requireVersion(store: ParameterStore, record: ParameterRecord, version: number): VersionRecord {
  const found = versionOf(store, record, version);
  if (found) return found;
  throw versionNotFound(
    `Systems Manager could not find version ${version} of ${record.name}. Verify the version and try again.`,
  );
}

function selected(record: ParameterRecord, { selector }: ParameterReference): number {
  const text = selector?.slice(1);
  if (text === undefined) return record.version;
  if (/^\d+$/.test(text)) return Number(text);
  const labelled = Object.hasOwn(record.labels, text) ? record.labels[text] : undefined;
  if (labelled !== undefined) return labelled;
  throw versionNotFound(
    `Systems Manager could not find label ${text} of ${record.name}. Verify the label and try again.`,
  );
}
