/** `AWS::Serverless::SimpleTable` → `AWS::DynamoDB::Table` with one primary key. */
import type { Json } from '../../asl/json.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { checkProperties } from './property-check.ts';
import type { Expansion } from './transform.ts';

const KNOWN = new Set([
  'PrimaryKey',
  'ProvisionedThroughput',
  'TableName',
  'Tags',
  'SSESpecification',
  'PointInTimeRecoverySpecification',
]);
const TYPES: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };

export function transformSimpleTable(id: string, resource: TemplateResource): Expansion {
  checkProperties(id, resource, KNOWN);
  const { PrimaryKey, Tags, ...rest } = resource.Properties;
  const key = isObject(PrimaryKey) ? PrimaryKey : { Name: 'id', Type: 'String' };
  const properties: Record<string, Json> = {
    ...rest,
    AttributeDefinitions: [{ AttributeName: key['Name']!, AttributeType: TYPES[String(key['Type'])] ?? 'S' }],
    KeySchema: [{ AttributeName: key['Name']!, KeyType: 'HASH' }],
  };
  if (rest['ProvisionedThroughput'] === undefined) properties['BillingMode'] = 'PAY_PER_REQUEST';
  if (isObject(Tags)) properties['Tags'] = Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }));
  return { [id]: { ...resource, Type: 'AWS::DynamoDB::Table', Properties: properties } };
}
