/** Adds to a valid row what the reference file knows about its product, and the amounts that follow. Amounts are computed in cents. */
import type { Row } from './csv.ts';
import { SALES_COLUMNS } from './sales-schema.ts';

/** The columns of the reference file. */
export const PRODUCT_COLUMNS = [
  'productId',
  'productName',
  'category',
  'brand',
  'unitCost',
  'taxRate',
  'weightGrams',
] as const;

export type Product = Readonly<Record<(typeof PRODUCT_COLUMNS)[number], string>>;

/** The columns of the merged file. */
export const OUTPUT_COLUMNS: readonly string[] = [
  ...SALES_COLUMNS,
  'productName',
  'category',
  'revenue',
  'cost',
  'tax',
  'profit',
];

export type ProductFacts = Pick<Product, 'productName' | 'category' | 'unitCost' | 'taxRate'>;

export function enrichRow(row: Row, product: ProductFacts): Row {
  const quantity = Number(row['quantity']);
  const revenue = quantity * cents(row['unitPrice']!);
  const cost = quantity * cents(product.unitCost);
  const tax = Math.round(revenue * Number(product.taxRate));
  return {
    ...row,
    productName: product.productName,
    category: product.category,
    revenue: money(revenue),
    cost: money(cost),
    tax: money(tax),
    profit: money(revenue - cost),
  };
}

/** The reason under which a row without its product is recorded: the same in both forms of the batch. */
export function unknownProduct(productId: string): string {
  return `productId ${productId} is not in the reference table`;
}

function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function money(amount: number): string {
  return (amount / 100).toFixed(2);
}
