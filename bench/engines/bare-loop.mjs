/** The floor: the same work in plain JavaScript, nothing kept, nothing promised. */
import { chainSteps, waitMs } from '../workloads.mjs';

export async function open() {
  return {
    name: 'bare loop (nothing kept)',
    async chain() {
      let state = {};
      for (let step = 0; step < chainSteps; step++) state = { ...state };
      return state;
    },
    async map(items) {
      return Promise.all(items.map(async (item) => item));
    },
    async parallel() {
      return Promise.all([1, 2, 3].map(async (branch) => ({ branch })));
    },
    async wait() {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
    async close() {},
  };
}
