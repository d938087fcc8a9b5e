/** `$input`, `$util`, `$context` and `$stageVariables` of mapping templates. */
import type { Json } from '../../asl/json.ts';
import { selectPath } from '../../query/path.ts';
import { lastOf, multiMap } from './api-message.ts';
import { identityOf, requestContext } from './request-context.ts';
import type { RestCall } from './rest-call.ts';
import type { Variables } from './vtl/evaluate-template.ts';
import { javaText, VtlObject, type VtlValue } from './vtl/java-values.ts';
import { TemplateError } from './vtl/template-error.ts';

/** What a template asked to change in the answer. */
export interface Overrides {
  readonly header: { [name: string]: VtlValue };
  readonly querystring: { [name: string]: VtlValue };
  readonly path: { [name: string]: VtlValue };
  status?: number;
}

export interface TemplateScope {
  readonly variables: Variables;
  readonly requestOverride: Overrides;
  readonly responseOverride: Overrides;
}

const overrides = (): Overrides => ({ header: {}, querystring: {}, path: {} });

export function templateScope(
  call: RestCall,
  body: string,
  error?: { readonly message: string; readonly type: string },
): TemplateScope {
  const [requestOverride, responseOverride] = [overrides(), overrides()];
  const context: { [name: string]: VtlValue } = {
    ...(requestContext(call) as { [name: string]: VtlValue }),
    identity: identityOf(call) as { [name: string]: VtlValue },
    requestOverride: overrideObject('requestOverride', requestOverride),
    responseOverride: overrideObject('responseOverride', responseOverride),
    ...(error && {
      error: { message: error.message, messageString: JSON.stringify(error.message), responseType: error.type },
    }),
  };
  return {
    variables: {
      input: inputObject(call, body),
      util: utilObject,
      context,
      stageVariables: { ...call.stage.variables },
    },
    requestOverride,
    responseOverride,
  };
}

function overrideObject(name: string, target: Overrides): VtlObject {
  return new VtlObject(`context.${name}`, {
    get: (member) => {
      if (member === 'status') return target.status;
      if (member === 'header' || member === 'querystring' || member === 'path') return target[member];
      return undefined;
    },
    set: (member, value) => {
      if (member !== 'status') return false;
      target.status = Number(value);
      return true;
    },
  });
}

function inputObject(call: RestCall, body: string): VtlObject {
  const parsed = parse(body);
  const parameters = {
    path: { ...call.pathParameters },
    querystring: lastOf(multiMap(new URLSearchParams(call.request.rawQuery))),
    header: lastOf(multiMap(call.headers, true)),
  };
  return new VtlObject('input', {
    get: (name) => (name === 'body' ? body : undefined),
    call: (name, [argument]) => {
      switch (name) {
        case 'json': {
          const value = select(parsed, argument);
          return value === undefined ? '' : JSON.stringify(value);
        }
        case 'path':
          return (structuredClone(select(parsed, argument)) as VtlValue | undefined) ?? null;
        case 'params':
          return argument === undefined ? structuredClone(parameters) : parameterNamed(parameters, javaText(argument));
        default:
          return undefined;
      }
    },
  });
}

function parse(body: string): Json {
  if (body === '') return {};
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}

function select(value: Json, path: VtlValue | undefined): Json | undefined {
  return selectPath(javaText(path ?? '$'), { input: value, context: {}, variables: {}, nowMs: 0, random: () => 0 });
}

/** Looked for in the path, then the query, then the headers. */
function parameterNamed(
  { path, querystring, header }: Readonly<Record<'path' | 'querystring' | 'header', Readonly<Record<string, string>>>>,
  name: string,
): VtlValue {
  if (Object.hasOwn(path, name)) return path[name]!;
  if (Object.hasOwn(querystring, name)) return querystring[name]!;
  const key = Object.keys(header).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? '' : header[key]!;
}

const UTIL: Readonly<Record<string, (text: string) => VtlValue>> = {
  escapeJavaScript,
  urlEncode: (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  urlDecode: (text) => decode(text),
  base64Encode: (text) => Buffer.from(text).toString('base64'),
  base64Decode: (text) => Buffer.from(text, 'base64').toString('utf8'),
  parseJson: (text) => {
    try {
      return JSON.parse(text) as VtlValue;
    } catch {
      throw new TemplateError('$util.parseJson was given what is not JSON');
    }
  },
};

const utilObject = new VtlObject('util', {
  call: (name, [argument]) => (Object.hasOwn(UTIL, name) ? UTIL[name]!(javaText(argument ?? '')) : undefined),
});

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new TemplateError('$util.urlDecode was given what is not encoded');
  }
}

/** As Java's StringEscapeUtils has it: single quotes too, and everything beyond ASCII. */
function escapeJavaScript(text: string): string {
  return text.replaceAll(/[\\"'/\b\f\n\r\t]|[^\x20-\x7e]/g, (char) => {
    const short = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[char];
    if (short !== undefined) return short;
    if (/[\\"'/]/.test(char)) return `\\${char}`;
    return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
