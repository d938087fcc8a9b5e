/** Data as text that can be trusted to show what is there: nothing turns the reading direction, nothing is invisible, nothing is endless. */
import { indentJson } from './indent-json.ts';

/** Controls, formats (marks that turn the direction, joiners, tags) and line separators; tabs and new lines stay what they are. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Control characters and marks that turn the direction become visible: `\u202e`. */
export function visible(text: string, maxChars = 300): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
  return escapeHidden(cut);
}

/** JSON text, indented if it can be read; hidden characters inside strings are written as escapes, which it stays JSON with. */
export function prettyJson(text: string): string {
  try {
    return escapeHidden(indentJson(text));
  } catch {
    return escapeHidden(text);
  }
}

/** One escape for each UTF-16 unit, as JSON has it. */
function escapeHidden(text: string): string {
  return text.replace(HIDDEN, (char) =>
    char
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** `undefined` for what is no JSON. */
export function parsedJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

export function bytesText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes / 1_024;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1_000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return `${minutes} min ${seconds % 60} s`;
}

export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** Local time, sortable, with milliseconds where they matter. */
export function timeText(ms: number, withMillis = false): string {
  const at = new Date(ms);
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  return `${date} ${time}${withMillis ? `.${pad(at.getMilliseconds(), 3)}` : ''}`;
}

export function clockText(ms: number): string {
  return timeText(ms, true).slice(11);
}

/** The last part of an ARN: what people call the thing. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

export function agoText(ms: number, nowMs: number): string {
  const seconds = Math.round((nowMs - ms) / 1_000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
