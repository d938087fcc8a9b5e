/** A query of S3 Select, parsed. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference.html */

export interface SelectQuery {
  /** Absent for `*`. */
  readonly columns?: readonly Column[];
  readonly alias: string;
  /** Behind the table's name: `s3object[*].rows[*]`. */
  readonly from: readonly FromStep[];
  readonly where?: Sql;
  readonly limit?: number;
}

export type FromStep = { readonly type: 'Each' } | { readonly type: 'Member'; readonly name: string };

export interface Column {
  readonly expression: Sql;
  readonly name?: string;
}

export type PathStep =
  | { readonly type: 'Name'; readonly name: string; readonly isQuoted: boolean }
  | { readonly type: 'Index'; readonly index: number };

export type SqlType = 'INT' | 'DECIMAL' | 'STRING' | 'BOOL' | 'TIMESTAMP';
export type AggregateName = 'COUNT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';

export type Sql =
  | { readonly type: 'Literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'Path'; readonly steps: readonly PathStep[] }
  | { readonly type: 'Not' | 'Minus'; readonly operand: Sql }
  | { readonly type: 'Binary'; readonly operator: string; readonly left: Sql; readonly right: Sql }
  | { readonly type: 'Like'; readonly subject: Sql; readonly pattern: Sql; readonly escape?: Sql }
  | { readonly type: 'In'; readonly subject: Sql; readonly items: readonly Sql[] }
  | { readonly type: 'Between'; readonly subject: Sql; readonly low: Sql; readonly high: Sql }
  | { readonly type: 'Is'; readonly subject: Sql; readonly what: 'NULL' | 'MISSING' }
  | { readonly type: 'Cast'; readonly operand: Sql; readonly to: SqlType }
  | {
      readonly type: 'Case';
      readonly branches: readonly { readonly when: Sql; readonly then: Sql }[];
      readonly otherwise?: Sql;
    }
  | { readonly type: 'Call'; readonly name: string; readonly arguments: readonly Sql[] }
  | {
      readonly type: 'Trim';
      readonly side: 'BOTH' | 'LEADING' | 'TRAILING';
      readonly characters?: Sql;
      readonly subject: Sql;
    }
  /** Without an argument: `COUNT(*)`. */
  | { readonly type: 'Aggregate'; readonly name: AggregateName; readonly argument?: Sql };
