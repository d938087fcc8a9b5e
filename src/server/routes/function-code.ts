import { jsonResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { LambdaService } from '../../services/lambda/lambda-service.ts';

/** `GET /_stepwell/lambda/code/:file`: the package that GetFunction's `Location` names. */
export function functionCodeRoute(lambda: () => LambdaService): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/lambda/code/:file',
    // Its name is a digest of what it holds, which GetFunction tells to those who sign.
    isForNetwork: true,
    handler: ({ params }) => {
      const archive = lambda().archive((params['file'] as string).replace(/\.zip$/, ''));
      if (!archive) return jsonResponse({ message: 'There is no such package' }, 404);
      return {
        headers: { 'content-type': 'application/zip', 'content-length': String(archive.bytes) },
        body: archive.read(),
      };
    },
  };
}
