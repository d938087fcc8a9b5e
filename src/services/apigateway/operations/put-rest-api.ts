import type { Operation } from '../../../gateway/operation.ts';
import { importApi } from '../open-api/import-api.ts';
import { readOpenApi } from '../open-api/read-open-api.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { apiView } from '../views.ts';
import type { ImportRestApiInput } from './import-rest-api.ts';

export interface PutRestApiInput extends ImportRestApiInput {
  readonly restApiId: string;
  readonly mode?: string;
}

export function putRestApi(store: RestApiStore): Operation<PutRestApiInput> {
  return async ({ restApiId, body, mode, parameters, failOnWarnings }, context) => {
    const document = readOpenApi(body);
    const api = await store.change(restApiId, context, (before) =>
      importApi(before, document, {
        mode: mode === 'overwrite' ? 'overwrite' : 'merge',
        parameters,
        failOnWarnings,
        newId: () => store.newId(6),
      }),
    );
    return apiView(api);
  };
}
