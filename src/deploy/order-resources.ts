import { DeployError } from './deploy-error.ts';
import { dependencies } from './resolve.ts';
import type { Template } from './template.ts';

/** The ids so that each comes after all it depends on; otherwise in the template's order. @throws {DeployError} on a circle. */
export function orderResources(ids: readonly string[], template: Template): readonly string[] {
  const active = new Set(ids);
  const ordered: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): void => {
    if (done.has(id)) return;
    if (path.includes(id)) {
      throw new DeployError(
        'INVALID_TEMPLATE',
        `Circular dependency between resources: [${path.slice(path.indexOf(id)).join(', ')}]`,
      );
    }
    path.push(id);
    for (const dependency of dependencies(template.resources[id]!, template)) {
      if (!(dependency in template.resources)) {
        throw new DeployError(
          'INVALID_TEMPLATE',
          `Template format error: Unresolved resource dependencies [${dependency}] in the Resources block of the template`,
        );
      }
      if (active.has(dependency)) visit(dependency);
    }
    path.pop();
    done.add(id);
    ordered.push(id);
  };
  for (const id of ids) visit(id);
  return ordered;
}
