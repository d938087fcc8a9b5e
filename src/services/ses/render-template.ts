/**
 * Renders templates as SES does: Handlebars, without escaping HTML, with `if`, `each`, `unless`, `with`, `lookup` and inline partials.
 *
 * R1 A name that the data does not have is an error. R2 Data is data: what lies on its prototypes does not exist.
 */
import Handlebars from 'handlebars';
import type { TemplateContent } from './ses-record.ts';

export type RenderFailure =
  | { readonly type: 'MissingAttribute'; readonly attribute: string }
  | { readonly type: 'Invalid'; readonly message: string };

export class RenderError extends Error {
  readonly failure: RenderFailure;

  constructor(failure: RenderFailure) {
    super(
      failure.type === 'MissingAttribute'
        ? `Attribute '${failure.attribute}' is not present in the rendering data.`
        : failure.message,
    );
    this.failure = failure;
  }
}

export interface RenderedTemplate {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

export type TemplateData = Readonly<Record<string, unknown>>;

/** @throws {RenderError} */
export function renderTemplate({ subject, text, html }: TemplateContent, given: TemplateData): RenderedTemplate {
  const data = bare(given) as TemplateData;
  return {
    subject: renderPart(subject ?? '', data).replaceAll(/[\r\n]+/g, ' '),
    ...(text !== undefined && { text: renderPart(text, data) }),
    ...(html !== undefined && { html: renderPart(html, data) }),
  };
}

/** All that Handlebars needs of an object beside its members: a text for its messages. No name in a template reaches it. */
const BARE: object = Object.freeze(Object.create(null, { [Symbol.toPrimitive]: { value: () => '[object Object]' } }));

/** Without the usual prototypes, so that what the data does not have is missing, whatever it is called. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = Object.create(BARE) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) result[name] = bare(member);
  return result;
}

/** @throws {RenderError} */
export function readTemplateData(text: string): TemplateData {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as TemplateData;
  } catch {
    // Noise; said below.
  }
  throw new RenderError({ type: 'Invalid', message: 'Template rendering data is invalid' });
}

/** The first thing that is wrong with a template's syntax. */
export function templateFault(content: TemplateContent): string | undefined {
  for (const [name, source] of Object.entries({
    SubjectPart: content.subject,
    TextPart: content.text,
    HtmlPart: content.html,
  })) {
    if (source === undefined) continue;
    try {
      Handlebars.parse(source);
    } catch {
      return `The ${name} of the template is not valid.`;
    }
  }
  return undefined;
}

const OWN = Handlebars.create();
OWN.unregisterHelper('log');
const HELPERS = {
  if: true,
  unless: true,
  each: true,
  with: true,
  lookup: true,
  blockHelperMissing: true,
  helperMissing: true,
};

function renderPart(source: string, data: TemplateData): string {
  try {
    const template = OWN.compile(source, { noEscape: true, strict: true, knownHelpers: HELPERS });
    return template(data, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
  } catch (error) {
    throw new RenderError(failureOf(error));
  }
}

function failureOf(error: unknown): RenderFailure {
  const message = error instanceof Error ? error.message : String(error);
  const attribute = /^"(.+?)" not defined in/.exec(message)?.[1] ?? /^Missing helper: "(.+)"$/.exec(message)?.[1];
  return attribute === undefined
    ? { type: 'Invalid', message: `The template could not be rendered: ${message.split('\n')[0]}` }
    : { type: 'MissingAttribute', attribute };
}
