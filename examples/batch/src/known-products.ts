/** A warm function remembers for a minute the products that it has met, and which there are not: most rows are about few of them. */
import { getProducts } from './product-table.ts';
import type { Product } from './rows/enrich-row.ts';

const KNOWN_FOR_MS = 60_000;

const known = new Map<string, { readonly product: Product | undefined; readonly sinceMs: number }>();

/** Those of them that there are. */
export async function knownProducts(productIds: readonly string[]): Promise<ReadonlyMap<string, Product>> {
  const nowMs = Date.now();
  const ids = [...new Set(productIds)];
  const unknown = ids.filter((id) => (known.get(id)?.sinceMs ?? 0) <= nowMs - KNOWN_FOR_MS);
  const found = new Map((await getProducts(unknown)).map((product) => [product.productId, product]));
  for (const id of unknown) known.set(id, { product: found.get(id), sinceMs: nowMs });
  return new Map(
    ids.flatMap((id) => {
      const product = known.get(id)?.product;
      return product ? [[id, product]] : [];
    }),
  );
}
