/** The reference table: what is known of each product. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Product } from './rows/enrich-row.ts';

export const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const READ_BATCH = 100;
const WRITE_BATCH = 25;
const WRITES_AT_ONCE = 4;

/** Those that there are. */
export async function getProducts(productIds: readonly string[]): Promise<Product[]> {
  const table = process.env['PRODUCT_TABLE']!;
  const found: Product[] = [];
  for (let at = 0; at < productIds.length; at += READ_BATCH) {
    let left: Record<string, { Keys: Record<string, unknown>[] }> = {
      [table]: { Keys: productIds.slice(at, at + READ_BATCH).map((productId) => ({ productId })) },
    };
    // What the table had no capacity for comes back and is asked for again.
    while (Object.keys(left).length > 0) {
      const { Responses, UnprocessedKeys } = await tables.send(new BatchGetCommand({ RequestItems: left }));
      found.push(...((Responses?.[table] ?? []) as unknown as Product[]));
      left = (UnprocessedKeys ?? {}) as typeof left;
    }
  }
  return found;
}

export async function putProducts(products: readonly Product[]): Promise<void> {
  const batches: Product[][] = [];
  for (let at = 0; at < products.length; at += WRITE_BATCH) batches.push(products.slice(at, at + WRITE_BATCH));
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      await putItems(process.env['PRODUCT_TABLE']!, batch);
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
}

/** At most 25 items. */
export async function putItems(table: string, items: readonly object[]): Promise<void> {
  let left: Record<string, object[]> = { [table]: items.map((Item) => ({ PutRequest: { Item } })) };
  while (Object.keys(left).length > 0) {
    const { UnprocessedItems } = await tables.send(
      new BatchWriteCommand({ RequestItems: left as NonNullable<BatchWriteCommand['input']['RequestItems']> }),
    );
    left = (UnprocessedItems ?? {}) as typeof left;
  }
}
