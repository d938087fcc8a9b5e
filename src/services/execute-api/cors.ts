/** CORS of HTTP APIs, which API Gateway answers itself. */
import type { Cors } from '../apigatewayv2/http-api-record.ts';
import { type ApiResponse, type HeaderList, headerOf } from './api-message.ts';

export function preflight(cors: Cors, headers: HeaderList): ApiResponse {
  const asked = headerOf(headers, 'access-control-request-method');
  const allowed = corsHeaders(cors, headers);
  if (asked === undefined || allowed.length === 0) return { status: 204, headers: [], body: Buffer.alloc(0) };
  const more: [string, string][] = [];
  if (cors.AllowMethods?.length) more.push(['Access-Control-Allow-Methods', cors.AllowMethods.join(',')]);
  if (cors.AllowHeaders?.length) more.push(['Access-Control-Allow-Headers', cors.AllowHeaders.join(',')]);
  if (cors.MaxAge !== undefined) more.push(['Access-Control-Max-Age', String(cors.MaxAge)]);
  return { status: 204, headers: [...allowed, ...more], body: Buffer.alloc(0) };
}

/** None for an origin that may not come. */
export function corsHeaders(cors: Cors, headers: HeaderList): [string, string][] {
  const origin = headerOf(headers, 'origin');
  if (origin === undefined) return [];
  const origins = cors.AllowOrigins ?? [];
  const isAny = origins.includes('*');
  if (!isAny && !origins.some((one) => matchesOrigin(one, origin))) return [];
  const found: [string, string][] = [['Access-Control-Allow-Origin', isAny && !cors.AllowCredentials ? '*' : origin]];
  if (!isAny || cors.AllowCredentials) found.push(['Vary', 'Origin']);
  if (cors.AllowCredentials) found.push(['Access-Control-Allow-Credentials', 'true']);
  if (cors.ExposeHeaders?.length) found.push(['Access-Control-Expose-Headers', cors.ExposeHeaders.join(',')]);
  return found;
}

/** `https://*` stands for any host of the scheme. */
function matchesOrigin(allowed: string, origin: string): boolean {
  if (allowed === origin) return true;
  return allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1));
}
