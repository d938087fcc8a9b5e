import { describe, expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { orderResources } from './order-resources.ts';
import { type ResolveContext, resolve } from './resolve.ts';
import { parseTemplateText, readTemplate, type Template } from './template.ts';

const parseTemplate = (text: string, name: string): Template => readTemplate(parseTemplateText(text, name), name);

const template = parseTemplate(
  `
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsNotProd: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Equals [a, a]]
  Either: !Or [!Condition IsProd, !Equals [a, a]]
Mappings:
  Sizes:
    us-east-1: { small: 1 }
Parameters:
  Stage: { Type: String }
Resources:
  Bucket: { Type: AWS::S3::Bucket }
  Machine:
    Type: AWS::StepFunctions::StateMachine
    DependsOn: Bucket
    Properties: { DefinitionString: !Sub '\${Function.Arn}' }
  Function: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn } }
  Role: { Type: AWS::IAM::Role, Properties: { Version: 2012-10-17 } }
`,
  'test.yaml',
);

const context: ResolveContext = {
  template,
  parameters: { Stage: 'dev', Zones: ['a', 'b'] },
  pseudo: { 'AWS::Region': 'us-east-1', 'AWS::AccountId': '000000000000' },
  ref: (id) => (id === 'Bucket' ? 'my-bucket' : undefined),
  attribute: (id, name) => (id === 'Bucket' && name === 'Arn' ? 'arn:aws:s3:::my-bucket' : undefined),
};

describe('resolve', () => {
  test.each<[name: string, value: Json, expected: Json]>([
    ['a parameter', { Ref: 'Stage' }, 'dev'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['a resource', { Ref: 'Bucket' }, 'my-bucket'],
    ['an attribute', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::my-bucket'],
    [
      'Sub with names, attributes and literals',
      { 'Fn::Sub': '${Bucket}/${Bucket.Arn}/${!Kept}' },
      'my-bucket/arn:aws:s3:::my-bucket/${Kept}',
    ],
    ['Sub with its own variables', { 'Fn::Sub': ['${x}-${Stage}', { x: { Ref: 'Bucket' } }] }, 'my-bucket-dev'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, 'a-dev'],
    ['Join over a list parameter', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': ['.', 'a.b'] }] }, 'b'],
    ['If', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'no'],
    ['Not and Condition', { 'Fn::If': ['IsNotProd', 'yes', 'no'] }, 'yes'],
    ['And', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['Or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 1],
    ['Base64', { 'Fn::Base64': 'abc' }, 'YWJj'],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['NoValue in a list', [1, { 'Fn::If': ['IsProd', 2, { Ref: 'AWS::NoValue' }] }], [1]],
  ])('%s', (_name, value, expected) => {
    expect(resolve(value, context)).toEqual(expected);
  });

  test.each<[name: string, value: Json, message: string]>([
    ['an unknown name', { Ref: 'Nobody' }, 'Unresolved resource dependencies [Nobody]'],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Bucket', 'Colour'] },
      'resource Bucket does not support attribute type Colour',
    ],
    ['an unknown function', { 'Fn::Magic': 1 }, 'The intrinsic function Fn::Magic is not supported'],
    ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'Unresolved condition dependency Nope'],
    [
      'a mapping that is not there',
      { 'Fn::FindInMap': ['Sizes', 'mars', 'small'] },
      'Unable to get mapping for Sizes::mars::small',
    ],
    ['Select past the end', { 'Fn::Select': [9, ['a']] }, 'cannot select nonexistent value at index 9'],
  ])('%s is refused', (_name, value, message) => {
    expect(() => resolve(value, context)).toThrow(message);
  });
});

describe('orderResources', () => {
  test('puts each after all it refers to', () => {
    const order = orderResources(Object.keys(template.resources), template);
    expect(order.indexOf('Role')).toBeLessThan(order.indexOf('Function'));
    expect(order.indexOf('Function')).toBeLessThan(order.indexOf('Machine'));
    expect(order.indexOf('Bucket')).toBeLessThan(order.indexOf('Machine'));
  });

  test('names the circle', () => {
    const circular: Template = parseTemplate(
      'Resources: {A: {Type: T, DependsOn: B}, B: {Type: T, DependsOn: A}}',
      'circle.yaml',
    );
    expect(() => orderResources(['A', 'B'], circular)).toThrow('Circular dependency between resources: [A, B]');
  });
});

describe('parseTemplate', () => {
  test('an unquoted date stays text', () => {
    expect(template.resources['Role']!.Properties).toEqual({ Version: '2012-10-17' });
  });

  test.each<[name: string, text: string, message: string]>([
    ['not YAML', 'a: [', 'is not valid YAML or JSON'],
    ['a list', '- a', 'is not a template'],
    ['no resources', 'Resources: {}', 'At least one Resources member must be defined'],
    ['an unknown section', 'Resource: {}', 'Invalid template property or properties [Resource]'],
    ['an unknown tag', 'Resources: {A: {Type: !Magic x}}', 'the tag !Magic is not known'],
    ['a resource without a type', 'Resources: {A: {}}', 'Every Resources object must contain a Type member'],
    ['an unknown member', 'Resources: {A: {Type: T, Colour: red}}', 'Encountered unsupported property Colour'],
    ['another transform', 'Transform: Macro\nResources: {A: {Type: T}}', 'the transform Macro is not supported'],
  ])('%s is refused', (_name, text, message) => {
    expect(() => parseTemplate(text, 't.yaml')).toThrow(message);
  });
});

describe('functions that look elsewhere', () => {
  const shared: ResolveContext = {
    template: parseTemplate('Mappings: {M: {a: {b: 1}}}\nResources: {A: {Type: AWS::S3::Bucket}}', 't'),
    parameters: {},
    pseudo: { 'AWS::Region': 'eu-west-1' },
    ref: () => undefined,
    attribute: () => undefined,
    importValue: (name) => (name === 'known' ? 'value' : undefined),
  };
  test.each<[name: string, value: Json, expected: Json]>([
    ['an export', { 'Fn::ImportValue': { 'Fn::Sub': 'known' } }, 'value'],
    ['zones of the region', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['zones of another', { 'Fn::Select': [1, { 'Fn::GetAZs': 'us-east-1' }] }, 'us-east-1b'],
    ['blocks', { 'Fn::Cidr': ['10.0.0.0/24', 3, 5] }, ['10.0.0.0/27', '10.0.0.32/27', '10.0.0.64/27']],
    ['blocks of eight bits', { 'Fn::Cidr': ['192.168.7.9/16', '2'] }, ['192.168.0.0/24', '192.168.1.0/24']],
    ['a row that is there', { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 2 }] }, 1],
    ['a default', { 'Fn::FindInMap': ['M', 'a', 'c', { DefaultValue: { Ref: 'AWS::Region' } }] }, 'eu-west-1'],
  ])('%s', (_name, value, expected) => expect(resolve(value, shared)).toEqual(expected));
  test.each<[name: string, value: Json, message: string]>([
    ['no export', { 'Fn::ImportValue': 'unknown' }, 'No export named unknown found.'],
    ['no room', { 'Fn::Cidr': ['10.0.0.0/30', 2, 2] }, 'Fn::Cidr has no room for 2 blocks in 10.0.0.0/30'],
    ['no block', { 'Fn::Cidr': ['10.0.0.0', 2] }, 'Fn::Cidr takes an IPv4 block'],
  ])('%s', (_name, value, message) => expect(() => resolve(value, shared)).toThrow(message));
});
