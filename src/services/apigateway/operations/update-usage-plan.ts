import type { Operation } from '../../../gateway/operation.ts';
import { requirePlan } from '../api-keys.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import { badRequest, notFound } from '../rest-api-errors.ts';
import type { UsagePlan } from '../rest-api-record.ts';
import { type RestApiStore, requireStage } from '../rest-api-store.ts';
import { planView } from '../views.ts';
import type { UsagePlanInput } from './get-usage-plan.ts';

export interface UpdateUsagePlanInput extends UsagePlanInput {
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateUsagePlan(store: RestApiStore): Operation<UpdateUsagePlanInput> {
  return ({ usagePlanId, patchOperations = [] }, context) =>
    store.exclusively(usagePlanId, async () => {
      const others = patchOperations.filter(({ path }) => path !== '/apiStages');
      let plan = applyPatch(requirePlan(store, usagePlanId, context), others, {
        name: 'text',
        description: 'text',
        productCode: 'text',
        throttle: 'tree',
        quota: 'tree',
      });
      for (const operation of patchOperations.filter(({ path }) => path === '/apiStages')) {
        plan = { ...plan, apiStages: changedStages(plan, operation) };
        const added = operation.op === 'remove' ? undefined : plan.apiStages.at(-1);
        if (added) requireStage(store.require(added.apiId, context), added.stage);
      }
      await store.plans.put(usagePlanId, plan);
      return planView(plan);
    });
}

/** A stage is written `apiId:stage`. */
function changedStages({ apiStages }: UsagePlan, { op, value = '' }: PatchOperation): UsagePlan['apiStages'] {
  const [apiId, stage] = value.split(':');
  if (!apiId || !stage) throw badRequest('Invalid API Stage specified');
  const others = apiStages.filter((one) => one.apiId !== apiId || one.stage !== stage);
  if (op === 'remove' && others.length === apiStages.length) throw notFound('Invalid API Stage specified');
  return op === 'remove' ? others : [...others, { apiId, stage }];
}
