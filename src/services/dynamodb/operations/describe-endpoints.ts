import type { Operation } from '../../../gateway/operation.ts';

const CACHED_MINUTES = 1_440;

export const describeEndpoints: Operation = (_input, { baseUrl }) => ({
  Endpoints: [{ Address: new URL(baseUrl).host, CachePeriodInMinutes: CACHED_MINUTES }],
});
