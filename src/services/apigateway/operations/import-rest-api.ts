import type { Operation } from '../../../gateway/operation.ts';
import { importApi } from '../open-api/import-api.ts';
import { readOpenApi } from '../open-api/read-open-api.ts';
import type { Texts } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { apiView } from '../views.ts';
import { newRestApi } from './create-rest-api.ts';

export interface ImportRestApiInput {
  readonly failOnWarnings?: boolean;
  readonly parameters?: Texts;
  readonly body: Uint8Array;
}

export function importRestApi(store: RestApiStore): Operation<ImportRestApiInput> {
  return async ({ body, parameters, failOnWarnings }, context) => {
    const document = readOpenApi(body);
    const fresh = newRestApi(store, context, { name: document.title ?? 'API' });
    const api = importApi(fresh, document, {
      mode: 'overwrite',
      parameters,
      failOnWarnings,
      newId: () => store.newId(6),
    });
    await store.create(api);
    return apiView(api);
  };
}
