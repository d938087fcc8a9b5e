#!/usr/bin/env node
/**
 * Writes COMPATIBILITY.md: what AWS has, whether it is here, and what proves it. What is here is asked of the built code itself: validation is given
 * each field, the services are composed and their operations listed. With `--check` it only says whether the file is up to date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { causeOf } from './compatibility/miss-causes.mjs';
import {
  choiceOperators,
  contextFields,
  errorNotes,
  errors,
  intrinsics,
  jsonataFunctions,
  objects,
  ruleFields,
} from './compatibility/reference.mjs';

const root = new URL('..', import.meta.url).pathname;
const target = join(root, 'COMPATIBILITY.md');
const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const { awsLimits } = await dist('asl/limits.js');
const { checkDefinition } = await dist('services/states/definition.js');
const { createCore } = await dist('server/core.js');
const { checkOptions } = await dist('server/stepwell-options.js');
const { loadServiceModel } = await dist('gateway/service-model.js');

const proofs = json('test/conformance/proofs.json');
const figures = json('test/conformance/figures.json');
const tests = readTests(['src/asl', 'src/query', 'src/interpreter', 'src/map-run', 'src/services', 'test/integration']);

const text = [
  '# Compatibility',
  '',
  'What AWS Step Functions has, whether Stepwell has it, and what proves it: the id of a case recorded from AWS that passes, or a test. Written by',
  '`scripts/generate-compatibility.mjs` from the code itself; do not edit.',
  '',
  '✓ supported as at AWS · ✗ refused at creation, or answered with `UnknownOperationException`: nothing is ignored silently.',
  '',
  ...definitionPart(),
  ...expressionPart(),
  ...operationPart(),
  ...conformancePart(),
].join('\n');

if (process.argv.includes('--check')) {
  const written = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (staticPart(written) !== staticPart(text)) {
    console.error('COMPATIBILITY.md is out of date: run `npm run build && node scripts/generate-compatibility.mjs`');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
process.exit(0);

/** Proofs and figures change with every run of the corpus, names of tests with every move; what is supported does not. */
function staticPart(markdown) {
  return markdown
    .slice(0, markdown.indexOf('## Conformance'))
    .split('\n')
    .map((line) => (line.startsWith('| ') ? line.split('|').slice(0, 3).join('|') : line))
    .join('\n');
}

function definitionPart() {
  const lines = ['## Definitions', ''];
  for (const object of objects) {
    lines.push(`### ${object.name}`, '', '| field | | proof |', '| --- | --- | --- |');
    if (object.isState)
      lines.push(row(`(the state)`, isAccepted(object, {}), proofOf(`state ${object.name}`, object.name)));
    for (const field of object.fields) {
      lines.push(
        row(`\`${field}\``, isAccepted(object, { [field]: null }), proofOf(`field ${object.name}.${field}`, field)),
      );
    }
    lines.push('');
  }
  lines.push('### Choice rule', '', '| field | | proof |', '| --- | --- | --- |');
  for (const field of ruleFields)
    lines.push(row(`\`${field}\``, knowsRuleField(field), proofOf(`rule ${field}`, field)));
  lines.push('', '### Choice operators', '', '| operator | | proof |', '| --- | --- | --- |');
  for (const name of choiceOperators)
    lines.push(row(`\`${name}\``, knowsRuleField(name), proofOf(`operator ${name}`, name)));
  return [...lines, ''];
}

/** Whether the field is known where it stands; what is wrong with its value does not matter here. */
function isAccepted(object, field) {
  const bases = [object.base, object.otherBase ?? object.base];
  const languages = ['JSONPath', 'JSONata'];
  return languages
    .flatMap((language) => bases.map((base) => ({ language, base })))
    .some(({ language, base }) => {
      const definition = object.with({ ...base, ...field });
      const said = diagnosticsOf({ QueryLanguage: language, ...definition });
      const [name] = Object.keys(field);
      return !said.some(
        ({ message, location }) =>
          /are not supported by this version/.test(message) ||
          (name !== undefined && location === object.at && message.includes(`'${name}' is`)),
      );
    });
}

function knowsRuleField(name) {
  const of = (rule) =>
    diagnosticsOf({
      StartAt: 'S',
      States: { S: { Type: 'Choice', Choices: [rule], Default: 'D' }, D: { Type: 'Succeed' } },
    });
  const variants = [
    { Variable: '$.a', Next: 'D', [name]: null },
    { Next: 'D', [name]: null },
  ];
  return variants.some((rule) => !of(rule).some(({ message }) => message === `Field '${name}' is not supported`));
}

function diagnosticsOf(definition) {
  const checked = checkDefinition(JSON.stringify(definition), 'STANDARD', awsLimits, { verdict: () => true });
  return checked.diagnostics.map((one) => ({ ...one, location: one.location === '/' ? '' : (one.location ?? '') }));
}

function evaluates(field, queryLanguage = 'JSONPath') {
  const state = { Type: 'Pass', End: true, ...field };
  return !diagnosticsOf({ QueryLanguage: queryLanguage, StartAt: 'S', States: { S: state } }).some(
    ({ severity }) => severity === 'ERROR',
  );
}

function expressionPart() {
  const lines = ['## Expressions', '', '| intrinsic function | | proof |', '| --- | --- | --- |'];
  const args = { 2: '$.a, 1', 1: '$.a', 3: '1, 2, 3', 0: '' };
  for (const name of intrinsics) {
    const isKnown = Object.values(args).some((list) => evaluates({ Parameters: { 'x.$': `${name}(${list})` } }));
    lines.push(row(`\`${name}\``, isKnown, proofOf(`intrinsic ${name}`, name)));
  }
  lines.push('', '| JSONata function of AWS | | proof |', '| --- | --- | --- |');
  for (const name of jsonataFunctions) {
    lines.push(
      row(`\`${name}\``, evaluates({ Output: `{% ${name}(1) %}` }, 'JSONata'), proofOf(`jsonata ${name}`, name)),
    );
  }
  lines.push('', '| context object | | proof |', '| --- | --- | --- |');
  for (const name of contextFields) {
    lines.push(row(`\`$$.${name}\``, true, proofOf(`context ${name}`, name.split('.').at(-1))));
  }
  lines.push('', '| error | | proof |', '| --- | --- | --- |');
  for (const name of errors) {
    const proof = errorNotes[name] ?? proofOf(`error ${name}`, name);
    lines.push(row(`\`${name}\``, proof !== '', proof));
  }
  return [...lines, ''];
}

function operationPart() {
  const settings = checkOptions({ ephemeral: true });
  const { services } = createCore(settings, () => 'http://127.0.0.1:4566');
  const lines = ['## Operations', ''];
  for (const { model, operations } of [...services].sort((a, b) =>
    a.model === 'stepfunctions' ? -1 : a.model < b.model ? -1 : 1,
  )) {
    const all = [...loadServiceModel(model).operations.keys()].sort();
    const own = new Set(Object.keys(operations));
    const count = all.filter((name) => own.has(name)).length;
    lines.push(`### ${model}: ${count} of ${all.length}`, '');
    if (model === 'stepfunctions') {
      lines.push('| operation | | proof |', '| --- | --- | --- |');
      for (const name of all) lines.push(row(`\`${name}\``, own.has(name), proofOf(`operation ${name}`, name)));
    } else {
      lines.push(
        all
          .filter((name) => own.has(name))
          .map((name) => `\`${name}\``)
          .join(' '),
      );
    }
    lines.push('');
  }
  return lines;
}

function conformancePart() {
  const rows = Object.entries(figures);
  const total = (member) => rows.reduce((sum, [, area]) => sum + area[member], 0);
  const line = (name, area) =>
    `| ${name} | ${area.cases} | ${share(area.outcome, area.cases)} | ${share(area.detail, area.detailCases)} |`;
  const members = ['cases', 'outcome', 'detailCases', 'detail'];
  const misses = rows.flatMap(([, area]) => Object.entries(area.misses));
  const unnamed = misses.filter(([id]) => causeOf(id) === undefined).map(([id]) => id);
  if (unnamed.length > 0)
    throw new Error(`misses without a cause in scripts/compatibility/miss-causes.mjs: ${unnamed.join(', ')}`);
  return [
    '## Conformance',
    '',
    'Cases recorded from AWS and done again over HTTP. *Outcome*: status, output, error and cause, or the code of an error. *Detail*: the whole history',
    'and every field of every response.',
    '',
    '| area | cases | outcome | detail |',
    '| --- | --- | --- | --- |',
    ...rows.map(([name, area]) => line(name, area)),
    line('**all**', Object.fromEntries(members.map((member) => [member, total(member)]))),
    '',
    '### Every miss, and why',
    '',
    '| case | level | cause |',
    '| --- | --- | --- |',
    ...misses.map(([id, level]) => `| ${id} | ${level} | ${causeOf(id)} |`),
    '',
  ];
}

function share(passed, of) {
  return of === 0 ? 'n/a' : `${passed}/${of} (${((100 * passed) / of).toFixed(1)} %)`;
}

function row(name, isHere, proof) {
  return `| ${name} | ${isHere ? '✓' : '✗'} | ${isHere ? proof : ''} |`;
}

/** A recorded case, else the first test that speaks of it. */
function proofOf(feature, word) {
  const recorded = proofs[feature];
  if (recorded !== undefined) return `case ${recorded}`;
  const pattern = new RegExp(`(?<![A-Za-z$])${word.replace(/[$.]/g, '\\$&')}(?![A-Za-z])`);
  const found = tests.find(({ source }) => pattern.test(source));
  return found ? found.path : '';
}

function readTests(folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)))
    .filter((path) => path.endsWith('.test.ts'))
    .sort()
    .map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }));
}
