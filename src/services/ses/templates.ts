/** Templates by name: the same for both versions of the API. */

import { composeMessage } from '../mail/compose-message.ts';
import type { Dialect } from './dialect.ts';
import { RenderError, readTemplateData, renderTemplate, templateFault } from './render-template.ts';
import {
  placePrefix,
  type Ses,
  type SesPlace,
  type SesTag,
  type TemplateContent,
  type TemplateRecord,
} from './ses-record.ts';

/** @throws {ApiError} */
export function requireTemplate(ses: Ses, place: SesPlace, dialect: Dialect, name: string): TemplateRecord {
  const template = ses.templates.get(placePrefix(place) + name);
  if (!template) throw dialect.templateMissing(name);
  return template;
}

/** @throws {ApiError} */
export async function createTemplate(
  ses: Ses,
  place: SesPlace,
  dialect: Dialect,
  name: string,
  content: TemplateContent,
  tags: readonly SesTag[] = [],
): Promise<void> {
  checkTemplate(dialect, name, content);
  if (ses.templates.has(placePrefix(place) + name)) throw dialect.templateExists(name, place.account);
  await ses.templates.put(placePrefix(place) + name, { name, ...content, tags, createdMs: ses.clock.now() });
}

/** What the new content leaves out is gone. @throws {ApiError} */
export async function updateTemplate(
  ses: Ses,
  place: SesPlace,
  dialect: Dialect,
  name: string,
  content: TemplateContent,
): Promise<void> {
  const { tags, createdMs } = requireTemplate(ses, place, dialect, name);
  checkTemplate(dialect, name, content);
  await ses.templates.put(placePrefix(place) + name, { name, ...content, tags, createdMs });
}

export function listTemplates(ses: Ses, place: SesPlace): readonly TemplateRecord[] {
  return ses.templates.list({ prefix: placePrefix(place) }).map(({ value }) => value);
}

function checkTemplate(dialect: Dialect, name: string, content: TemplateContent): void {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw dialect.templateInvalid(name, 'Template name must be 1 to 64 letters, digits, underscores or hyphens.');
  }
  if (!content.subject) throw dialect.templateInvalid(name, 'The subject must be specified.');
  if (content.text === undefined && content.html === undefined) {
    throw dialect.templateInvalid(name, 'The text part or the HTML part must be specified.');
  }
  const fault = templateFault(content);
  if (fault !== undefined) throw dialect.templateInvalid(name, fault);
}

/** The message that a template would make. @throws {ApiError} */
export async function testRender(
  ses: Ses,
  place: SesPlace,
  dialect: Dialect,
  name: string,
  data: string,
): Promise<string> {
  const template = requireTemplate(ses, place, dialect, name);
  try {
    const rendered = renderTemplate(template, readTemplateData(data));
    const messageId = `<${ses.ids.uuid()}@amazonses.com>`;
    const message = await composeMessage({ from: '', ...rendered, messageId, dateMs: ses.clock.now() });
    return message.toString('utf8');
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    throw error.failure.type === 'MissingAttribute'
      ? dialect.attributeMissing(name, error.failure.attribute)
      : dialect.renderingFailed(name, error.message);
  }
}
