import { DeployError } from '../deploy-error.ts';
import type { TemplateResource } from '../template.ts';

/** Refuses properties that the transform of a type does not carry. */
export function checkProperties(id: string, resource: TemplateResource, known: ReadonlySet<string>): void {
  for (const name of Object.keys(resource.Properties)) {
    if (!known.has(name)) {
      throw new DeployError(
        'UNSUPPORTED',
        `[/Resources/${id}/Properties/${name}] is not supported for ${resource.Type}`,
      );
    }
  }
}
