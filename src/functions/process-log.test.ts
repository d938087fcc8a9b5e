import { expect, test } from 'vitest';
import type { LogLine } from './function-runner.ts';
import { ProcessLog } from './process-log.ts';

function open(maxInvocationChars = 1_000): { log: ProcessLog; messages: () => string[] } {
  const lines: LogLine[] = [];
  const log = new ProcessLog({
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    functionName: 'f',
    version: '1',
    logStream: 's',
    maxInvocationChars,
    now: () => 5,
    sink: (line) => lines.push(line),
  });
  return { log, messages: () => lines.map(({ message }) => message) };
}

test('lines are cut at newlines whatever the chunks, characters are never cut', () => {
  const { log, messages } = open();
  const bytes = Buffer.from('ä1\nü2\nrest');
  for (const byte of bytes) log.output('stdout', Buffer.from([byte]));
  expect(messages()).toEqual(['ä1', 'ü2']);
  log.end([]);
  expect(messages()).toEqual(['ä1', 'ü2', 'rest']);
});

test('a message stays one entry and ends the unfinished line before it', () => {
  const { log, messages } = open();
  log.output('frames', Buffer.from('half'));
  log.message('two\nlines');
  expect(messages()).toEqual(['half', 'two\nlines']);
});

test('an invocation is bounded, what is dropped is said, and the tail still holds the newest', () => {
  const { log, messages } = open(20);
  log.begin();
  for (let n = 0; n < 10; n++) log.output('stdout', Buffer.from(`line ${n}....\n`));
  const tail = log.end(['END', 'REPORT']);
  expect(messages()).toEqual([
    'line 0....',
    'line 1....',
    '[80 more characters of output were dropped]',
    'END',
    'REPORT',
  ]);
  expect(tail).toContain('line 9....');
  log.begin();
  log.output('stdout', Buffer.from('again\n'));
  expect(messages().at(-1)).toBe('again');
});

test('a tail is at most 4 KiB of bytes and begins with a whole character', () => {
  const { log } = open(1_000_000);
  log.output('stdout', Buffer.from(`${'é'.repeat(5_000)}\n`));
  const tail = log.end(['END']);
  expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(4_096);
  expect(Buffer.byteLength(tail)).toBeGreaterThan(4_000);
  expect(tail).toMatch(/^é+\nEND\n$/);
});

test('a line without an end does not grow without bound', () => {
  const { log, messages } = open(10_000_000);
  for (let n = 0; n < 20; n++) log.output('stdout', Buffer.alloc(64 * 1024, 'x'));
  expect(messages().map((message) => message.length)).toEqual(Array(5).fill(256 * 1024));
});
