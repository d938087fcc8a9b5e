/** What a row of the sales file must look like, as data. */
export type Column = { readonly name: string } & (
  | { readonly type: 'text'; readonly longest: number }
  | { readonly type: 'pattern'; readonly pattern: RegExp; readonly example: string }
  | { readonly type: 'date'; readonly earliest: string }
  | { readonly type: 'oneOf'; readonly values: readonly string[] }
  | { readonly type: 'whole'; readonly least: number; readonly most: number }
  | { readonly type: 'money'; readonly least: number }
);

export const CHANNELS: readonly string[] = ['online', 'store', 'partner', 'phone'];

export const SALES_SCHEMA: readonly Column[] = [
  { name: 'orderId', type: 'pattern', pattern: /^SO-\d{8}$/, example: 'SO-00000001' },
  { name: 'orderDate', type: 'date', earliest: '2020-01-01' },
  { name: 'customer', type: 'text', longest: 80 },
  { name: 'country', type: 'pattern', pattern: /^[A-Z]{2}$/, example: 'DE' },
  { name: 'productId', type: 'pattern', pattern: /^P-\d{5}$/, example: 'P-00001' },
  { name: 'channel', type: 'oneOf', values: CHANNELS },
  { name: 'quantity', type: 'whole', least: 1, most: 100_000 },
  { name: 'unitPrice', type: 'money', least: 0.01 },
];

export const SALES_COLUMNS: readonly string[] = SALES_SCHEMA.map(({ name }) => name);
