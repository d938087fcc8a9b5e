/** Tags of APIs, stages, keys and usage plans, by their ARN: `arn:aws:apigateway:{region}::/restapis/{id}/stages/{name}`. */
import { requireKey, requirePlan } from './api-keys.ts';
import { decodedArn } from './decoded-arn.ts';
import { badRequest } from './rest-api-errors.ts';
import type { Texts } from './rest-api-record.ts';
import { type Place, type RestApiStore, requireStage } from './rest-api-store.ts';

type Tagged =
  | { readonly type: 'Api'; readonly id: string }
  | { readonly type: 'Stage'; readonly id: string; readonly stage: string }
  | { readonly type: 'Key'; readonly id: string }
  | { readonly type: 'Plan'; readonly id: string };

function parse(arn: string): Tagged {
  const path = /^arn:[^:]+:apigateway:[^:]*:[^:]*:\/(.+)$/.exec(decodedArn(arn))?.[1]?.split('/') ?? [];
  const [kind, id, below, stage] = path;
  if (kind === 'restapis' && id && path.length === 2) return { type: 'Api', id };
  if (kind === 'restapis' && id && below === 'stages' && stage && path.length === 4)
    return { type: 'Stage', id, stage };
  if (kind === 'apikeys' && id && path.length === 2) return { type: 'Key', id };
  if (kind === 'usageplans' && id && path.length === 2) return { type: 'Plan', id };
  throw badRequest('Invalid Resource ARN specified');
}

export function tagsOf(store: RestApiStore, arn: string, place: Place): Texts {
  const tagged = parse(arn);
  switch (tagged.type) {
    case 'Api':
      return store.require(tagged.id, place).tags ?? {};
    case 'Stage':
      return requireStage(store.require(tagged.id, place), tagged.stage).tags ?? {};
    case 'Key':
      return requireKey(store, tagged.id, place).tags ?? {};
    case 'Plan':
      return requirePlan(store, tagged.id, place).tags ?? {};
  }
}

export async function changeTags(
  store: RestApiStore,
  arn: string,
  place: Place,
  change: (before: Texts) => Texts,
): Promise<void> {
  const tagged = parse(arn);
  switch (tagged.type) {
    case 'Api':
      await store.change(tagged.id, place, (api) => ({ ...api, tags: change(api.tags ?? {}) }));
      return;
    case 'Stage':
      await store.change(tagged.id, place, (api) => {
        const stage = requireStage(api, tagged.stage);
        return { ...api, stages: { ...api.stages, [tagged.stage]: { ...stage, tags: change(stage.tags ?? {}) } } };
      });
      return;
    case 'Key':
      await store.exclusively(tagged.id, async () => {
        const key = requireKey(store, tagged.id, place);
        await store.keys.put(key.id, { ...key, tags: change(key.tags ?? {}) });
      });
      return;
    case 'Plan':
      await store.exclusively(tagged.id, async () => {
        const plan = requirePlan(store, tagged.id, place);
        await store.plans.put(plan.id, { ...plan, tags: change(plan.tags ?? {}) });
      });
  }
}
