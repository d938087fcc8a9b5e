/** Runs a query over records and yields result records. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { evaluateSql, type SqlScope } from './evaluate-sql.ts';
import type { Column, FromStep, SelectQuery, Sql } from './sql-node.ts';
import { compare, type SqlValue, toNumber } from './sql-value.ts';

export async function* runSelect(
  query: SelectQuery,
  records: AsyncIterable<Json>,
  isCsv: boolean,
): AsyncGenerator<JsonObject> {
  const aggregates = query.columns?.flatMap(({ expression }) => aggregatesOf(expression)) ?? [];
  if (query.where && aggregatesOf(query.where).length > 0) {
    throw new ApiError('UnsupportedSqlOperation', 'An aggregate may stand in the select list only.');
  }
  const totals = new Map<Sql, Total>(aggregates.map((node) => [node, new Total()]));
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for await (const row of records) {
    for (const record of expand(row, query.from, isCsv)) {
      const scope: SqlScope = { alias: query.alias, record, isCsv };
      if (query.where && evaluateSql(query.where, scope) !== true) continue;
      if (totals.size > 0) {
        for (const [node, total] of totals)
          if (node.type === 'Aggregate') total.add(node.argument ? evaluateSql(node.argument, scope) : true);
        continue;
      }
      yield projected(query.columns, scope);
      if (--left <= 0) return;
    }
  }
  if (totals.size === 0) return;
  const aggregate = (node: Sql): SqlValue => (node.type === 'Aggregate' ? totals.get(node)?.result(node.name) : null);
  yield projected(query.columns, { alias: query.alias, record: {}, isCsv, aggregate });
}

/** `s3object[*]` goes over a list, or stands for the one value that there is. */
function expand(row: Json, from: readonly FromStep[], isCsv: boolean): readonly Json[] {
  if (isCsv) return [row];
  let values: readonly Json[] = [row];
  for (const step of from) {
    values = values.flatMap((value): readonly Json[] => {
      if (step.type === 'Each') return Array.isArray(value) ? (value as readonly Json[]) : [value];
      const member =
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? (value as JsonObject)[step.name]
          : undefined;
      return member === undefined ? [] : [member];
    });
  }
  return values;
}

function projected(columns: readonly Column[] | undefined, scope: SqlScope): JsonObject {
  if (!columns) {
    const { record } = scope;
    const isObject = typeof record === 'object' && record !== null && !Array.isArray(record);
    return isObject ? (record as JsonObject) : { _1: record ?? null };
  }
  const result: Record<string, Json> = {};
  for (const [index, { expression, name }] of columns.entries()) {
    const value = evaluateSql(expression, scope);
    const key = name ?? ownName(expression) ?? `_${index + 1}`;
    // What is missing has no place in JSON, and an empty one in CSV.
    if (value !== undefined || scope.isCsv) result[Object.hasOwn(result, key) ? `_${index + 1}` : key] = value ?? null;
  }
  return result;
}

function ownName(expression: Sql): string | undefined {
  const last = expression.type === 'Path' ? expression.steps.at(-1) : undefined;
  return last?.type === 'Name' ? last.name : undefined;
}

function aggregatesOf(node: Sql): readonly Sql[] {
  if (node.type === 'Aggregate') return [node];
  return Object.values(node).flatMap((value): readonly Sql[] => {
    if (Array.isArray(value)) return value.flatMap((one) => (isNode(one) ? aggregatesOf(one) : []));
    return isNode(value) ? aggregatesOf(value) : [];
  });
}

function isNode(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && 'type' in value;
}

class Total {
  #count = 0;
  #sum = 0;
  #least: SqlValue;
  #greatest: SqlValue;

  add(value: SqlValue): void {
    if (value === null || value === undefined) return;
    this.#count++;
    this.#sum += toNumber(value) ?? 0;
    // Fields of CSV that look like numbers are compared as such.
    const comparable = toNumber(value) ?? value;
    if (this.#least === undefined || (compare(comparable, this.#least) ?? 0) < 0) this.#least = comparable;
    if (this.#greatest === undefined || (compare(comparable, this.#greatest) ?? 0) > 0) this.#greatest = comparable;
  }

  result(name: string): SqlValue {
    switch (name) {
      case 'COUNT':
        return this.#count;
      case 'SUM':
        return this.#count === 0 ? null : this.#sum;
      case 'AVG':
        return this.#count === 0 ? null : this.#sum / this.#count;
      case 'MIN':
        return this.#least ?? null;
      default:
        return this.#greatest ?? null;
    }
  }
}
