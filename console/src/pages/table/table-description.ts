import { callAws } from '../../aws/request.ts';

interface Key {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface TableDescription {
  readonly TableName: string;
  readonly TableStatus: string;
  readonly ItemCount?: number;
  readonly TableSizeBytes?: number;
  readonly KeySchema: readonly Key[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
  readonly LocalSecondaryIndexes?: readonly { readonly IndexName: string }[];
}

export async function describeTable(TableName: string, signal?: AbortSignal): Promise<TableDescription> {
  const { Table } = await callAws<{ Table: TableDescription }>('dynamodb', 'DescribeTable', { TableName }, signal);
  return Table;
}

export function keyText({ KeySchema }: TableDescription): string {
  return KeySchema.map(({ AttributeName }) => AttributeName).join(', ');
}

export function indexNames({ GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDescription): string {
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName).join(', ');
}

/** The partition key, and what kind of value it takes. */
export function partitionKey({ KeySchema, AttributeDefinitions }: TableDescription): {
  readonly name: string;
  readonly type: string;
} {
  const name = KeySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
  const type = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? 'S';
  return { name, type };
}
