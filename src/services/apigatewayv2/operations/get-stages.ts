import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, page } from '../http-api-store.ts';
import { stageView } from '../views.ts';
import type { ApiInput } from './get-api.ts';
import type { PageInput } from './get-apis.ts';

export function getStages(store: HttpApiStore): Operation<ApiInput & PageInput> {
  return (input, context) => page(Object.values(store.require(input.ApiId, context).stages).map(stageView), input);
}
