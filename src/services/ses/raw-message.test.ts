import { expect, test } from 'vitest';
import { headerOf, readRawMessage, writeRawMessage } from './raw-message.ts';

const rewrite = (text: string): string =>
  writeRawMessage(readRawMessage(Buffer.from(text, 'latin1')), '<id@x>', 0, 'me@x').toString('latin1');
const OWN = 'Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nMessage-ID: <id@x>\r\n';

test.each<[name: string, before: string, after: string]>([
  ['adds what is missing', 'To: a@x\r\n\r\nbody', `${OWN}From: me@x\r\nMIME-Version: 1.0\r\nTo: a@x\r\n\r\nbody`],
  [
    'replaces what is its own and takes out what is secret',
    'FROM: b@x\r\nbcc: c@x,\r\n d@x\r\nMessage-Id: <old>\r\nDate: now\r\nReturn-Path: <e@x>\r\nMIME-Version: 1.0\r\n\r\n',
    `${OWN}FROM: b@x\r\nMIME-Version: 1.0\r\n\r\n`,
  ],
  [
    'keeps folded headers, in either kind of line end',
    'From: b@x\nMIME-Version: 1.0\nSubject: a\n\tb\nX: y\n\nline\n',
    `${OWN}From: b@x\r\nMIME-Version: 1.0\r\nSubject: a\r\n\tb\r\nX: y\r\n\r\nline\n`,
  ],
  [
    'does not touch the body',
    'From: b@x\nMIME-Version: 1.0\n\n\n\xff\x00Bcc: x\n',
    `${OWN}From: b@x\r\nMIME-Version: 1.0\r\n\r\n\n\xff\x00Bcc: x\n`,
  ],
])('%s', (_name, before, after) => {
  expect(rewrite(before)).toBe(after);
});

test('headers are read unfolded', () => {
  expect(headerOf(readRawMessage(Buffer.from('Subject: a\r\n b\r\n\r\nSubject: c')), 'subject')).toBe('a b');
  expect(headerOf(readRawMessage(Buffer.from('no header at all')), 'subject')).toBeUndefined();
});
