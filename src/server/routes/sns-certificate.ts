import type { OwnRoute } from '../../gateway/own-routes.ts';
import { CERTIFICATE_PATH } from '../../services/sns/message-signer.ts';
import type { SnsService } from '../../services/sns/sns-service.ts';

/** The certificate that the `SigningCertURL` of notifications names. Public: whoever gets notifications may verify them. */
export function snsCertificateRoute(sns: () => SnsService): OwnRoute {
  return {
    method: 'GET',
    path: CERTIFICATE_PATH,
    isPublic: true,
    handler: () => ({ headers: { 'content-type': 'application/x-pem-file' }, body: sns().certificate() }),
  };
}
