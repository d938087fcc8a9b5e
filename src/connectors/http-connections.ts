/**
 * What an EventBridge connection adds to a request: an API key, a user's name and password, or an OAuth token, which is fetched with the
 * client's credentials and kept until it expires; and the parameters that the connection puts on every request.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { Clock } from '../runtime/clock.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { TaskRequest } from './connector.ts';
import type { SendHttp } from './http-exchange.ts';
import { queryText, valueText } from './http-result.ts';
import { asObject, parseJson } from './payload.ts';

export interface Authorisation {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: JsonObject;
  readonly body: JsonObject;
}

export type Authorised =
  | { readonly ok: true; readonly authorisation: Authorisation }
  | { readonly ok: false; readonly error: string; readonly cause: string };

interface Tools {
  readonly caller: AwsCaller;
  readonly sendHttp: SendHttp;
  readonly clock: Clock;
}

const DEFAULT_TOKEN_SECONDS = 300;

export class HttpConnections {
  readonly #tools: Tools;
  readonly #tokens = new Map<string, { readonly token: string; readonly expiresMs: number }>();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  async authorise(arn: string, request: TaskRequest): Promise<Authorised> {
    const name = /:connection\/([^/]+)/.exec(arn)?.[1] ?? arn;
    const { region, account, signal } = request;
    const place = { region, account, signal };
    const { caller } = this.#tools;
    const described = await caller.call({
      ...place,
      service: 'events',
      operation: 'DescribeConnection',
      params: { Name: name },
    });
    if (!described.ok)
      return refused('Events.ConnectionResource.NotFound', `Connection ${arn} cannot be used: ${described.message}`);
    const { SecretArn, AuthorizationType, LastModifiedTime } = described.output;
    const secret = await caller.call({
      ...place,
      service: 'secretsmanager',
      operation: 'GetSecretValue',
      params: { SecretId: SecretArn },
    });
    if (!secret.ok)
      return refused(
        'Events.ConnectionResource.ConnectionSecretNotAccessible',
        `The secret of connection ${arn} cannot be read: ${secret.message}`,
      );
    const value = asObject(parseJson(String(secret.output['SecretString'])));
    const shared = httpParameters(value['invocation_http_parameters']);
    const own = (headers: Record<string, string>): Authorised => ({
      ok: true,
      authorisation: { ...shared, headers: { ...shared.headers, ...headers } },
    });
    switch (AuthorizationType) {
      case 'API_KEY':
        return own({ [String(value['api_key_name'])]: String(value['api_key_value']) });
      case 'BASIC': {
        const pair = `${String(value['username'])}:${String(value['password'])}`;
        return own({ Authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
      }
      default: {
        const token = await this.#token(`${arn} ${String(LastModifiedTime)}`, value, signal);
        return 'token' in token
          ? own({ Authorization: `Bearer ${token.token}` })
          : refused('States.Http.OAuthToken', token.cause);
      }
    }
  }

  async #token(key: string, secret: JsonObject, signal: AbortSignal): Promise<{ token: string } | { cause: string }> {
    const { clock, sendHttp } = this.#tools;
    const kept = this.#tokens.get(key);
    if (kept && kept.expiresMs > clock.now()) return kept;
    const extra = httpParameters(secret['oauth_http_parameters']);
    const body = queryText({
      grant_type: 'client_credentials',
      client_id: secret['client_id'] ?? '',
      client_secret: secret['client_secret'] ?? '',
      ...extra.body,
    });
    const url = new URL(String(secret['authorization_endpoint']));
    const method = String(secret['http_method']);
    const isGet = method === 'GET';
    for (const [name, value] of Object.entries(extra.query)) url.searchParams.set(name, valueText(value));
    if (isGet) for (const [name, value] of new URLSearchParams(body)) url.searchParams.set(name, value);
    const headers = { ...extra.headers, ...(!isGet && { 'Content-Type': 'application/x-www-form-urlencoded' }) };
    try {
      const answer = await sendHttp({ method, url: url.href, headers, body: Buffer.from(isGet ? '' : body), signal });
      const parsed = asObject(parseJson(answer.body.toString('utf8')));
      const token = parsed['access_token'];
      if (answer.status >= 300 || typeof token !== 'string') {
        return {
          cause: `The authorization endpoint ${url.origin}${url.pathname} answered ${answer.status} without an access token`,
        };
      }
      const seconds = Number(parsed['expires_in'] ?? DEFAULT_TOKEN_SECONDS);
      this.#tokens.set(key, { token, expiresMs: clock.now() + Math.max(0, seconds - 10) * 1_000 });
      return { token };
    } catch (error) {
      signal.throwIfAborted();
      return {
        cause: `The authorization endpoint ${url.origin}${url.pathname} cannot be reached: ${(error as Error).message}`,
      };
    }
  }
}

function refused(error: string, cause: string): Authorised {
  return { ok: false, error, cause };
}

/** `{header_parameters: [{key, value}], …}` as the secret has it. */
function httpParameters(value: Json | undefined): Authorisation {
  const parameters = asObject(value);
  const map = (name: string): Record<string, string> =>
    Object.fromEntries(
      ((parameters[name] ?? []) as readonly JsonObject[]).map((one) => [String(one['key']), String(one['value'])]),
    );
  return { headers: map('header_parameters'), query: map('query_string_parameters'), body: map('body_parameters') };
}
