/** What the conformance run comes to: which cases pass, by id, and figures by area. */
import type { CaseResult } from './corpus.ts';

/** Ids of the cases that pass, sorted. A case without a detail verdict is in `outcome` only. */
export interface Passing {
  readonly outcome: readonly string[];
  readonly detail: readonly string[];
}

export interface AreaFigures {
  readonly cases: number;
  readonly outcome: number;
  readonly detailCases: number;
  readonly detail: number;
  /** Ids of the cases that do not pass at both levels. */
  readonly misses: { readonly [id: string]: 'outcome' | 'detail' };
}

export function passingOf(results: readonly CaseResult[]): Passing {
  const idsOf = (level: 'outcome' | 'detail'): string[] =>
    results
      .filter((result) => result[level] === 'PASS')
      .map(({ id }) => id)
      .sort();
  return { outcome: idsOf('outcome'), detail: idsOf('detail') };
}

export function figuresOf(results: readonly CaseResult[]): { readonly [area: string]: AreaFigures } {
  const areas: Record<string, AreaFigures> = {};
  for (const area of [...new Set(results.map((result) => result.area))].sort()) {
    const own = results.filter((result) => result.area === area).sort((a, b) => (a.id < b.id ? -1 : 1));
    const missed = own.flatMap(({ id, outcome, detail }): [string, 'outcome' | 'detail'][] =>
      outcome === 'FAIL' ? [[id, 'outcome']] : detail === 'FAIL' ? [[id, 'detail']] : [],
    );
    areas[area] = {
      cases: own.length,
      outcome: own.filter(({ outcome }) => outcome === 'PASS').length,
      detailCases: own.filter(({ detail }) => detail !== null).length,
      detail: own.filter(({ detail }) => detail === 'PASS').length,
      misses: Object.fromEntries(missed),
    };
  }
  return areas;
}

/** Cases that passed when the list was written and fail now. Cases that the corpus no longer has do not count. */
export function lost(results: readonly CaseResult[], before: Passing): readonly CaseResult[] {
  const outcome = new Set(before.outcome);
  const detail = new Set(before.detail);
  return results.filter(
    (result) =>
      (result.outcome === 'FAIL' && outcome.has(result.id)) || (result.detail === 'FAIL' && detail.has(result.id)),
  );
}

export function tableOf(figures: { readonly [area: string]: AreaFigures }): string {
  const rows = Object.entries(figures);
  const sum = (of: (area: AreaFigures) => number): number => rows.reduce((total, [, area]) => total + of(area), 0);
  const line = (name: string, cases: number, outcome: number, detailCases: number, detail: number): string =>
    `${name.padEnd(28)} ${share(outcome, cases)} ${share(detail, detailCases)}`;
  return [
    `${'area'.padEnd(28)} ${'outcome'.padStart(16)} ${'detail'.padStart(16)}`,
    ...rows.map(([name, area]) => line(name, area.cases, area.outcome, area.detailCases, area.detail)),
    line(
      'all',
      sum(({ cases }) => cases),
      sum(({ outcome }) => outcome),
      sum(({ detailCases }) => detailCases),
      sum(({ detail }) => detail),
    ),
  ].join('\n');
}

function share(passed: number, of: number): string {
  return (of === 0 ? 'n/a' : `${passed}/${of} ${((100 * passed) / of).toFixed(1).padStart(5)}%`).padStart(16);
}
