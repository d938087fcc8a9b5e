/** Behind the API: `GET /products/{productId}` answers with the product, or with 404. */
import { knownProducts } from './known-products.ts';
import { unknownProduct } from './rows/enrich-row.ts';

export interface ApiRequest {
  readonly pathParameters: { readonly productId: string } | null;
}

export interface ApiAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function handler({ pathParameters }: ApiRequest): Promise<ApiAnswer> {
  const productId = pathParameters?.productId ?? '';
  const item = (await knownProducts([productId])).get(productId);
  return item ? answer(200, { item }) : answer(404, { message: unknownProduct(productId) });
}

function answer(statusCode: number, body: object): ApiAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
