#!/usr/bin/env node
/**
 * Writes compact service tables from the service models that botocore carries (Apache-2.0, see NOTICE).
 *
 *   node scripts/generate-service-table.mjs <botocore data folder> [output folder]
 *
 * S1 Facts only: no documentation text goes into a table. S2 Same input, same bytes: members keep the model's order,
 * which is the order in which validation errors are reported. S3 What the models do not say, although the wire has it, is in
 * `service-table-overlay.mjs` and nowhere else.
 *
 * The short keys get their names in `src/gateway/service-model.ts`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { errorOverlay, modelOverlay, rootNameOverlay, shapeOverlay } from './service-table-overlay.mjs';

const SERVICES = [
  'stepfunctions',
  'lambda',
  's3',
  'sts',
  'iam',
  'logs',
  'dynamodb',
  'sns',
  'sqs',
  'ses',
  'sesv2',
  'events',
  'apigateway',
  'apigatewayv2',
  'cloudformation',
  'ssm',
  'secretsmanager',
  'kms',
  'ecr',
];

const LOCATIONS = { uri: 'u', querystring: 'q', header: 'h', headers: 'H', statusCode: 's' };

/** The newest model of a service, decoded. */
function readModel(dataFolder, service) {
  const versions = readdirSync(join(dataFolder, service)).sort();
  const folder = join(dataFolder, service, versions.at(-1));
  const file = readdirSync(folder).find((name) => name === 'service-2.json.gz' || name === 'service-2.json');
  if (!file) throw new Error(`expected service-2.json(.gz) in ${folder}, found ${readdirSync(folder).join(', ')}`);
  const bytes = readFileSync(join(folder, file));
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

const isScalar = (shape) => !['structure', 'list', 'map'].includes(shape.type);

/** Scalars without any trait need no entry of their own: `$string`. */
function isPlain(shape) {
  const traits = Object.keys(shape).filter(
    (key) => !['type', 'documentation', 'box', 'deprecated', 'deprecatedMessage'].includes(key),
  );
  return isScalar(shape) && traits.length === 0;
}

function compactReference(model, reference) {
  const target = model.shapes[reference.shape];
  const entry = {
    s: isPlain(target) ? `$${target.type}` : reference.shape,
    l: LOCATIONS[reference.location],
    n: reference.locationName,
    f: reference.flattened ? 1 : undefined,
    a: reference.xmlAttribute ? 1 : undefined,
    x: reference.xmlNamespace?.uri ?? reference.xmlNamespace,
    st: reference.streaming ? 1 : undefined,
    tk: reference.idempotencyToken ? 1 : undefined,
    ep: reference.eventpayload ? 1 : undefined,
    eh: reference.eventheader ? 1 : undefined,
    tf: reference.timestampFormat,
  };
  const used = Object.values(entry).filter((value) => value !== undefined).length;
  return used === 1 ? entry.s : entry;
}

function compactShape(model, service, name, shape) {
  const overlay = shapeOverlay[service]?.[name] ?? {};
  const reference = (target, locationName) =>
    compactReference(model, locationName ? { ...target, locationName } : target);
  const error = errorOverlay[service]?.[name];
  return {
    t: shape.type,
    m:
      shape.type === 'structure'
        ? Object.fromEntries(
            Object.entries(shape.members).map(([member, target]) => [
              member,
              reference(target, overlay.members?.[member]),
            ]),
          )
        : shape.member && reference(shape.member, overlay.member),
    k: shape.key && reference(shape.key, overlay.key),
    v: shape.value && reference(shape.value, overlay.value),
    r: shape.required?.length ? shape.required : undefined,
    p: shape.payload,
    min: shape.min,
    max: shape.max,
    re: shape.pattern,
    e: shape.enum,
    sens: shape.sensitive ? 1 : undefined,
    f: shape.flattened ? 1 : undefined,
    st: shape.streaming ? 1 : undefined,
    n: shape.locationName ?? overlay.name,
    x: shape.xmlNamespace && [shape.xmlNamespace.prefix, shape.xmlNamespace.uri],
    tf: shape.timestampFormat,
    es: shape.eventstream ? 1 : undefined,
    ev: shape.event ? 1 : undefined,
    un: shape.union ? 1 : undefined,
    ex: shape.exception ? 1 : undefined,
    c: error?.code ?? shape.error?.code,
    hs: error?.status ?? shape.error?.httpStatusCode,
    ft: shape.fault || shape.error?.fault ? 1 : undefined,
  };
}

function compactOperation(operation, errors, service) {
  return {
    i: operation.input?.shape,
    o: operation.output?.shape,
    m: operation.http.method === 'POST' ? undefined : operation.http.method,
    u: operation.http.requestUri === '/' ? undefined : operation.http.requestUri,
    c: operation.http.responseCode === 200 ? undefined : operation.http.responseCode,
    e: operation.errors?.map(({ shape }) => errors.indexOf(shape)),
    w: operation.output?.resultWrapper,
    n: operation.input?.locationName,
    x: operation.input?.xmlNamespace?.uri,
    rn: rootNameOverlay[service]?.[operation.name],
    h: operation.endpoint?.hostPrefix,
    d: operation.deprecated ? 1 : undefined,
    ua: operation.authtype === 'none' ? 1 : undefined,
    ck: operation.httpChecksum && {
      a: operation.httpChecksum.requestAlgorithmMember,
      r: operation.httpChecksum.requestChecksumRequired ? 1 : undefined,
    },
  };
}

function compactModel(service, plainModel) {
  const { metadata } = plainModel;
  const more = modelOverlay[service];
  const model = {
    operations: { ...plainModel.operations, ...more?.operations },
    shapes: { ...plainModel.shapes, ...more?.shapes },
  };
  const errors = Object.keys(model.shapes).filter((name) => model.shapes[name].exception);
  const protocols = metadata.protocols ?? [metadata.protocol];
  const queryCompatible = metadata.awsQueryCompatible !== undefined;
  return {
    source: `botocore ${service}/${metadata.apiVersion}`,
    service,
    serviceId: metadata.serviceId,
    apiVersion: metadata.apiVersion,
    protocols: queryCompatible ? [...protocols, 'query'] : protocols,
    targetPrefix: metadata.targetPrefix,
    jsonVersion: metadata.jsonVersion,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    endpointPrefix: metadata.endpointPrefix,
    xmlNamespace:
      metadata.xmlNamespace ??
      (service === 's3' ? 'http://s3.amazonaws.com/doc/2006-03-01/' : undefined) ??
      (queryCompatible ? `http://queue.amazonaws.com/doc/${metadata.apiVersion}/` : undefined),
    queryCompatible: queryCompatible || undefined,
    errors,
    operations: Object.fromEntries(
      Object.entries(model.operations).map(([name, operation]) => [name, compactOperation(operation, errors, service)]),
    ),
    shapes: Object.fromEntries(
      Object.entries(model.shapes)
        .filter(([, shape]) => !isPlain(shape))
        .map(([name, shape]) => [name, compactShape(model, service, name, shape)]),
    ),
  };
}

/** One operation or shape a line, so that a newer model shows as a readable difference. */
function print(table) {
  const { operations, shapes, ...head } = table;
  const lines = (entries) =>
    Object.entries(entries)
      .map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`)
      .join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},\n"operations":{\n${lines(operations)}\n},\n"shapes":{\n${lines(shapes)}\n}}\n`;
}

function main([dataFolder, outputFolder = 'src/gateway/models']) {
  if (!dataFolder) throw new Error('usage: generate-service-table.mjs <botocore data folder> [output folder]');
  mkdirSync(outputFolder, { recursive: true });
  for (const service of SERVICES) {
    const text = print(compactModel(service, readModel(dataFolder, service)));
    writeFileSync(join(outputFolder, `${service}.generated.json`), text);
    console.log(`${service}: ${text.length} bytes`);
  }
}

main(process.argv.slice(2));
