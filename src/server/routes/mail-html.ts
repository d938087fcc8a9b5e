import { jsonResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { Mailbox } from '../../services/mail/mailbox.ts';

/**
 * Its own styles and embedded pictures, nothing else: no script, no form, no request to anywhere, no origin. A link that somebody clicks opens a page
 * of its own.
 */
const POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Parsers take it for the head of whatever document follows. */
const LINKS = '<!doctype html><base target="_blank"><style>html{font-family:sans-serif}</style>';

/** `GET /_stepwell/mail/:id/html`: the HTML part of a mail, for a frame. Whatever it holds runs nothing and reaches nothing. */
export function mailHtmlRoute(mailbox: () => Mailbox): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/mail/:id/html',
    handler: async ({ params }) => {
      const html = (await mailbox().parsed(params['id'] as string))?.html;
      if (html === undefined) return jsonResponse({ message: 'There is no such mail, or it has no HTML part' }, 404);
      return {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
        },
        body: LINKS + html,
      };
    },
  };
}
