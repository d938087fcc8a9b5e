import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { checkRules } from './rules.ts';
import { parseTemplateText, readTemplate } from './template.ts';

const template = readTemplate(
  parseTemplateText('Parameters: {Stage: {Type: String}}\nResources: {A: {Type: AWS::S3::Bucket}}', 't'),
  't',
);
const place = { region: 'us-east-1', account: '000000000000' };
const check = (rules: Json, values = {}): void => checkRules(rules, template, { Stage: 'dev', ...values }, place);
const asserting = (Assert: Json, RuleCondition?: Json): Json => ({
  R: { Assertions: [{ Assert, AssertDescription: 'no' }], ...(RuleCondition !== undefined && { RuleCondition }) },
});
const stageIs = (name: string): Json => ({ 'Fn::Equals': [{ Ref: 'Stage' }, name] });

test.each<[name: string, assertion: Json]>([
  ['equals', stageIs('dev')],
  ['contains', { 'Fn::Contains': [['dev', 'prod'], { Ref: 'Stage' }] }],
  ['not, or, and', { 'Fn::Not': [{ 'Fn::And': [stageIs('dev'), { 'Fn::Or': [stageIs('a'), stageIs('b')] }] }] }],
  [
    'each member',
    {
      'Fn::EachMemberIn': [
        ['a', 'b'],
        ['a', 'b', 'c'],
      ],
    },
  ],
  ['equal members', { 'Fn::EachMemberEquals': [['dev', 'dev'], { Ref: 'Stage' }] }],
])('%s holds', (_name, assertion) => {
  expect(() => check(asserting(assertion))).not.toThrow();
  expect(() => check(asserting({ 'Fn::Not': [assertion] }))).toThrow('Template validation error: no');
});

test('a rule counts only under its condition', () => {
  expect(() => check(asserting(stageIs('prod'), stageIs('prod')))).not.toThrow();
  expect(() => check(asserting(stageIs('prod'), stageIs('dev')))).toThrow('no');
});

test("the CDK's rule is kept where there is a bootstrap stack", () => {
  const tooOld = { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }] };
  const rules = { CheckBootstrapVersion: { Assertions: [{ Assert: tooOld, AssertDescription: 'too old' }] } };
  expect(() => check(rules, { BootstrapVersion: '/cdk-bootstrap/hnb659fds/version' })).not.toThrow();
  expect(() => check(rules, { BootstrapVersion: '21' })).not.toThrow();
  expect(() => check(rules, { BootstrapVersion: '5' })).toThrow('too old');
});

test('functions that only look up attributes of other things are refused by name', () => {
  expect(() => check(asserting({ 'Fn::RefAll': 'AWS::EC2::VPC::Id' }))).toThrow(
    'the function Fn::RefAll is not supported',
  );
});
