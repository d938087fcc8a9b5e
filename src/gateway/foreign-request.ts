/**
 * Requests that a foreign web page had a browser send, to a server that takes any credentials: on loopback a signature proves nothing.
 *
 * R1 A name that a stranger can point at loopback (DNS rebinding) is refused, whatever the request: only names that are this machine's or AWS's own pass.
 * R2 A request that tells another site as its origin is refused. Pages of this machine on other ports pass with a signature, as an SDK in a browser makes.
 * R3 Without an origin, what another site embeds is refused; a link may be followed, unless it names an operation. The two links in SNS's mails may.
 * Tools send none of the headers that browsers cannot leave out: for them only R1 is felt.
 */
import { isFromHere, isLocalName } from './own-routes.ts';

export interface ForeignCheck {
  readonly method: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly allowedHosts: readonly string[];
}

const MAILED_ACTIONS: readonly string[] = ['ConfirmSubscription', 'Unsubscribe'];

/** Why a request is refused; `undefined` lets it pass. */
export function foreignRequest(check: ForeignCheck): string | undefined {
  const { headers, allowedHosts } = check;
  const host = headers['host'] ?? '';
  if (!isKnownName(host, allowedHosts)) {
    return `This server does not go by the name '${host.slice(0, 255)}': use localhost or an address, or start it with --allow-host`;
  }
  const origin = headers['origin'];
  if (origin === undefined) return embeddedByAnother(check);
  if (isFromHere(headers, allowedHosts)) return undefined;
  if (!isLocalOrigin(origin, allowedHosts)) return 'Requests of foreign web pages are refused';
  return isUnsigned(headers, check.rawQuery) ? 'Unsigned requests of foreign web pages are refused' : undefined;
}

/** Beside this machine's names those that no stranger can point elsewhere: AWS's, names without a dot, and the domain kept for private networks. */
function isKnownName(host: string, allowedHosts: readonly string[]): boolean {
  if (isLocalName(host, allowedHosts)) return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    /^[a-z0-9_-]+$/.test(name) ||
    name.endsWith('.internal') ||
    /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|localhost\.localstack\.cloud)$/.test(name)
  );
}

function isLocalOrigin(origin: string, allowedHosts: readonly string[]): boolean {
  return URL.canParse(origin) && isLocalName(new URL(origin).host, allowedHosts);
}

function isUnsigned(headers: Readonly<Record<string, string>>, rawQuery: string): boolean {
  return headers['authorization'] === undefined && !/(?:^|&)(?:X-Amz-)?Signature=/.test(rawQuery);
}

/** GET requests come without an origin. An operation in the address changes things, whoever sends it. */
function embeddedByAnother({ method, rawQuery, headers }: ForeignCheck): string | undefined {
  const site = headers['sec-fetch-site'];
  if (site !== 'cross-site' && site !== 'same-site') return undefined;
  const isFollowed = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  const action = new URLSearchParams(rawQuery).get('Action');
  if (action !== null) {
    return isFollowed && MAILED_ACTIONS.includes(action)
      ? undefined
      : 'Operations in links of foreign pages are refused';
  }
  return site === 'same-site' || isFollowed ? undefined : 'What foreign web pages embed is refused';
}
