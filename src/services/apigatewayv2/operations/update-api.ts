import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { apiView } from '../views.ts';
import type { CreateApiInput } from './create-api.ts';

export type UpdateApiInput = Partial<CreateApiInput> & { readonly ApiId: string };

export function updateApi(store: HttpApiStore): Operation<UpdateApiInput> {
  return async (input, context) => {
    const next = await store.change(input.ApiId, context, (api) => ({
      ...api,
      name: input.Name ?? api.name,
      description: input.Description ?? api.description,
      version: input.Version ?? api.version,
      cors: input.CorsConfiguration ?? api.cors,
      disableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? api.disableExecuteApiEndpoint,
    }));
    return apiView(next, context.baseUrl);
  };
}
