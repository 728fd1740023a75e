// Reports as charts and tables show them. Pure.
import type {CohortReport, RevenueReport} from '../api';

export type RevenueRow = RevenueReport['rows'][number];

// The rows of each currency, in the order of the report. Amounts of different currencies are never put into one chart.
export function byCurrency(report: RevenueReport): {currency: string; rows: RevenueRow[]; total: RevenueRow | undefined}[] {
  return report.totals.map((total) => ({currency: total.currency, total, rows: report.rows.filter(({currency}) => currency === total.currency)}));
}

export interface Cohort {
  cohort: string;
  persons: number;
  // The share of these persons, 0 to 1, who were active so many periods later.
  shares: number[];
}

// Cohorts without persons are left out: there is nobody who could come back.
export function triangle(report: CohortReport): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  for (const row of report.rows) {
    const persons = Number(row.persons);
    if (persons === 0) continue;
    let cohort = cohorts.get(row.cohort);
    if (!cohort) cohorts.set(row.cohort, (cohort = {cohort: row.cohort, persons, shares: []}));
    cohort.shares[Number(row.offset)] = Number(row.active) / persons;
  }
  return [...cohorts.values()];
}

// 0 for nobody, 1 to 5 for shades of the share.
export const shade = (share: number): number => (share <= 0 ? 0 : Math.min(5, Math.ceil(share * 5)));
