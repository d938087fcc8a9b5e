/** Finds, for each feature, a recorded case that uses it and passes. Only ids leave the corpus. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  choiceOperators,
  contextFields,
  errors,
  intrinsics,
  jsonataFunctions,
  objects,
  ruleFields,
} from './reference.mjs';

/** The first passing case of each feature, detail before outcome: `{ 'field Task.Retry': 'case id' }`. */
export function findProofs(folder, passing) {
  const outcome = new Set(passing.outcome);
  const detail = new Set(passing.detail);
  const cases = readdirSync(join(folder, 'public'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, 'public', file), 'utf8')))
    .filter(({ id }) => outcome.has(id))
    .sort((a, b) => Number(detail.has(b.id)) - Number(detail.has(a.id)) || (a.id < b.id ? -1 : 1));
  const proofs = {};
  for (const one of cases) for (const feature of featuresOf(one)) proofs[feature] ??= one.id;
  return Object.fromEntries(Object.entries(proofs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function featuresOf(one) {
  const features = new Set();
  walk(one, features);
  const text = JSON.stringify(one);
  for (const name of intrinsics) if (text.includes(`${name}(`)) features.add(`intrinsic ${name}`);
  for (const name of jsonataFunctions) if (text.includes(`${name}(`)) features.add(`jsonata ${name}`);
  for (const name of errors) if (text.includes(`"${name}"`)) features.add(`error ${name}`);
  for (const name of contextFields) {
    if (text.includes(`$$.${name}`) || text.includes(`$states.context.${name}`)) features.add(`context ${name}`);
  }
  return features;
}

function walk(value, features) {
  if (typeof value === 'string' && /^\s*\{[\s\S]*"(States|Type)"/.test(value)) {
    try {
      walk(JSON.parse(value), features);
    } catch {
      // Text that is meant to be no JSON.
    }
  }
  if (typeof value !== 'object' || value === null) return;
  if (value.do === 'call' && (value.service ?? 'stepfunctions') === 'stepfunctions')
    features.add(`operation ${value.action}`);
  if ('StartAt' in value && 'States' in value) addFields('State machine', value, features);
  if (objects.some(({ name, isState }) => isState && name === value.Type)) addState(value, features);
  for (const member of Object.values(value)) walk(member, features);
}

function addState(state, features) {
  features.add(`state ${state.Type}`);
  addFields(state.Type, state, features);
  for (const retrier of listOf(state.Retry)) addFields('Retrier', retrier, features);
  for (const catcher of listOf(state.Catch)) addFields('Catcher', catcher, features);
  for (const rule of listOf(state.Choices)) addRule(rule, features);
  addFields('ProcessorConfig', state.ItemProcessor?.ProcessorConfig, features);
  addFields('ItemReader', state.ItemReader, features);
  addFields('ReaderConfig', state.ItemReader?.ReaderConfig, features);
  addFields('ItemBatcher', state.ItemBatcher, features);
  addFields('ResultWriter', state.ResultWriter, features);
  addFields('WriterConfig', state.ResultWriter?.WriterConfig, features);
}

const listOf = (value) => (Array.isArray(value) ? value : []);

function addFields(object, value, features) {
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) features.add(`field ${object}.${name.replace(/\.\$$/, '')}`);
}

function addRule(rule, features) {
  if (typeof rule !== 'object' || rule === null) return;
  for (const name of Object.keys(rule)) {
    if (choiceOperators.includes(name)) features.add(`operator ${name}`);
    if (ruleFields.includes(name)) features.add(`rule ${name}`);
  }
  for (const inner of [...listOf(rule.And), ...listOf(rule.Or), rule.Not]) addRule(inner, features);
}
