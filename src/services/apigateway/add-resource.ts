/** Adds a resource below another, with the checks that API Gateway makes of path parts. */
import { badRequest, conflict } from './rest-api-errors.ts';
import type { RestApi } from './rest-api-record.ts';
import { requireResource } from './rest-api-store.ts';

const PART = /^(?:[a-zA-Z0-9._:-]+|\{[a-zA-Z0-9._-]+\+?\})$/;

export function addResource(
  api: RestApi,
  { id, parentId, pathPart }: { readonly id: string; readonly parentId: string; readonly pathPart: string },
): RestApi {
  const parent = requireResource(api, parentId);
  if (!PART.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.path.endsWith('+}')) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable.`);
  }
  const siblings = Object.values(api.resources).filter((one) => one.parentId === parentId);
  if (siblings.some((one) => one.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const isVariable = pathPart.startsWith('{') && !pathPart.endsWith('+}');
  if (isVariable && siblings.some((one) => one.pathPart?.startsWith('{') && !one.pathPart.endsWith('+}'))) {
    throw badRequest(
      `A sibling (${siblings.find((one) => one.pathPart?.startsWith('{'))?.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
  const path = `${parent.path === '/' ? '' : parent.path}/${pathPart}`;
  return { ...api, resources: { ...api.resources, [id]: { id, parentId, pathPart, path, resourceMethods: {} } } };
}
