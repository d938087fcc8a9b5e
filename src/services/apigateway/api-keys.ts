/** API keys and usage plans: who owns them, and whether a key opens a stage. */
import type { RecordCollection } from '../../store/records.ts';
import { notFound } from './rest-api-errors.ts';
import type { ApiKey, UsagePlan } from './rest-api-record.ts';
import type { Place, RestApiStore } from './rest-api-store.ts';

export function ownedBy<T extends Place>(collection: RecordCollection<T>, { account, region }: Place): readonly T[] {
  return collection
    .list()
    .map(({ value }) => value)
    .filter((one) => one.account === account && one.region === region);
}

export function requireKey(store: RestApiStore, id: string, { account, region }: Place): ApiKey {
  const key = store.keys.get(id);
  if (!key || key.account !== account || key.region !== region) throw notFound('Invalid API Key identifier specified');
  return key;
}

export function requirePlan(store: RestApiStore, id: string, { account, region }: Place): UsagePlan {
  const plan = store.plans.get(id);
  if (!plan || plan.account !== account || plan.region !== region) {
    throw notFound(`Invalid Usage Plan ID specified`);
  }
  return plan;
}

export function planKeyView({ id, value, name }: ApiKey): object {
  return { id, type: 'API_KEY', value, name };
}

/** The enabled key of this value, if a usage plan of the stage has it. */
export function keyForStage(store: RestApiStore, value: string, apiId: string, stage: string): ApiKey | undefined {
  const key = store.keys.list().find((one) => one.value.value === value)?.value;
  if (!key?.enabled) return undefined;
  const plans = store.plans.list().map((one) => one.value);
  const opens = plans.some(
    ({ keyIds, apiStages }) =>
      keyIds.includes(key.id) && apiStages.some((one) => one.apiId === apiId && one.stage === stage),
  );
  return opens || key.stageKeys.includes(`${apiId}/${stage}`) ? key : undefined;
}
