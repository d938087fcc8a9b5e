import type { Operation } from '../../../gateway/operation.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export function getAccount(store: RestApiStore): Operation {
  return (_input, { account, region }) => accountView(store.accounts.get(`${account}/${region}`)?.cloudwatchRoleArn);
}

export function accountView(cloudwatchRoleArn: string | undefined): object {
  return {
    cloudwatchRoleArn,
    throttleSettings: { burstLimit: 5000, rateLimit: 10000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  };
}
