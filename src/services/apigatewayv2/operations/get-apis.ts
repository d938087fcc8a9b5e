import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, page } from '../http-api-store.ts';
import { apiView } from '../views.ts';

export interface PageInput {
  readonly MaxResults?: string;
  readonly NextToken?: string;
}

export function getApis(store: HttpApiStore): Operation<PageInput> {
  return (input, context) =>
    page(
      store.list(context).map((api) => apiView(api, context.baseUrl)),
      input,
    );
}
