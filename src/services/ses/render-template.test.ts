import { expect, test } from 'vitest';
import { RenderError, readTemplateData, renderTemplate, templateFault } from './render-template.ts';

const rendered = (text: string, data: object): string => renderTemplate({ subject: 's', text }, { ...data }).text ?? '';

test.each<[name: string, template: string, data: object, expected: string]>([
  ['a variable', 'Hi {{name}}', { name: 'Ann' }, 'Hi Ann'],
  ['a nested one', '{{a.b.c}}', { a: { b: { c: 1 } } }, '1'],
  ['HTML as it is', '{{x}}', { x: '<b>&"' }, '<b>&"'],
  ['if and else', '{{#if a}}A{{else if b}}B{{else}}C{{/if}}', { a: 0, b: 1 }, 'B'],
  ['if something missing', '{{#if a}}A{{else}}C{{/if}}', {}, 'C'],
  ['unless', '{{#unless a}}no{{/unless}}', { a: false }, 'no'],
  ['each with its index', '{{#each l}}{{@index}}{{this}};{{/each}}', { l: ['a', 'b'] }, '0a;1b;'],
  ['each over members', '{{#each m}}{{@key}}={{this}};{{/each}}', { m: { x: 1 } }, 'x=1;'],
  ['each over nothing', '{{#each l}}x{{else}}none{{/each}}', { l: [] }, 'none'],
  ['with', '{{#with p}}{{q}}{{/with}}', { p: { q: 'in' } }, 'in'],
  ['lookup', '{{lookup l 1}}', { l: ['a', 'b'] }, 'b'],
  [
    'an inline partial',
    '{{#* inline "row"}}<{{this}}>{{/inline}}{{#each l}}{{> row}}{{/each}}',
    { l: [1, 2] },
    '<1><2>',
  ],
])('%s', (_name, template, data, expected) => {
  expect(rendered(template, data)).toBe(expected);
});

test.each<[template: string, data: object, attribute: string]>([
  ['{{name}}', {}, 'name'],
  ['{{a.b}}', { a: {} }, 'b'],
  ['{{constructor}}', {}, 'constructor'],
  ['{{a.constructor.name}}', { a: {} }, 'name'],
  ['{{__proto__}}', {}, '__proto__'],
  ['{{toString}}', {}, 'toString'],
  ['{{unknown x}}', { x: 1 }, 'unknown'],
])('%s needs an attribute', (template, data, attribute) => {
  expect(() => rendered(template, data)).toThrow(`Attribute '${attribute}' is not present in the rendering data.`);
});

test('what lies on prototypes cannot be reached', () => {
  expect(rendered('{{lookup a "constructor"}}{{lookup a "__proto__"}}', { a: {} })).toBe('');
  expect(() => rendered('{{#with a}}{{valueOf}}{{/with}}', { a: {} })).toThrow(RenderError);
});

test('a partial that calls itself ends with an error', () => {
  expect(() => rendered('{{#* inline "p"}}{{> p}}{{/inline}}{{> p}}', {})).toThrow(RenderError);
});

test('subjects stay on one line', () => {
  expect(renderTemplate({ subject: 'a {{x}}' }, { x: 'b\r\nBcc: c' }).subject).toBe('a b Bcc: c');
});

test.each(['', '[]', 'null', '1', '{', '"x"'])('%j is no data', (text) => {
  expect(() => readTemplateData(text)).toThrow('Template rendering data is invalid');
});

test('broken templates are found before they are used', () => {
  expect(templateFault({ subject: '{{#if a}}', text: 'x' })).toContain('SubjectPart');
  expect(templateFault({ subject: 'x', html: '{{/each}}' })).toContain('HtmlPart');
  expect(templateFault({ subject: '{{a}}', text: '{{#each b}}{{c}}{{/each}}' })).toBeUndefined();
});
