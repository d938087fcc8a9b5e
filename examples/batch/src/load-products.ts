/** A custom resource of the stack: fills the reference table when it is made, and again when it changes. */
import { putProducts } from './product-table.ts';
import products from './reference/products.csv';
import { readRows } from './rows/csv.ts';
import type { Product } from './rows/enrich-row.ts';

interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

export async function handler(event: ResourceEvent): Promise<void> {
  try {
    const rows = event.RequestType === 'Delete' ? [] : (readRows(products, ',') as unknown as Product[]);
    await putProducts(rows);
    await answer(event, 'SUCCESS', { Products: rows.length });
  } catch (error) {
    await answer(event, 'FAILED', {}, String(error));
  }
}

/** CloudFormation waits for this. Bytes have no content type, and the URL is signed for none. */
async function answer(event: ResourceEvent, Status: string, Data: object, Reason = ''): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = { Status, Reason, StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'reference-table', Data };
  const response = await fetch(event.ResponseURL, { method: 'PUT', body: Buffer.from(JSON.stringify(body)) });
  if (!response.ok) throw new Error(`The answer was refused with ${response.status}`);
}
