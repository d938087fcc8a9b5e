/**
 * Requests that AWS's SDK sends to a URL of the caller's: a queue's. A URL that is no queue's, on a host that nobody knows, fails in the SDK, before any
 * service could refuse it.
 */
import { lookup } from 'node:dns/promises';

/** Account and name at the end: any host's, ours as well as AWS's. */
const QUEUE_PATH = /\/\d{12}\/[^/]+\/?$/;

/** The host, if the request would not get anywhere. */
export async function unreachableHost(url: unknown): Promise<string | undefined> {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (hostname === '' || QUEUE_PATH.test(pathname)) return undefined;
  try {
    await lookup(hostname.replace(/^\[(.*)\]$/, '$1'));
    return undefined;
  } catch {
    return hostname;
  }
}
