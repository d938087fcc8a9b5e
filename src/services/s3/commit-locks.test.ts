import { expect, test } from 'vitest';
import { CommitLocks } from './commit-locks.ts';

function gated() {
  let open!: () => void;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { gate, open };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('changes to one key go one after another, those of others beside them', async () => {
  const locks = new CommitLocks();
  const log: string[] = [];
  const first = gated();
  const a1 = locks.forKey('b', 'a', async () => {
    await first.gate;
    log.push('a1');
  });
  const a2 = locks.forKey('b', 'a', async () => void log.push('a2'));
  const other = locks.forKey('b', 'other', async () => void log.push('other'));
  await other;
  first.open();
  await Promise.all([a1, a2]);
  expect(log).toEqual(['other', 'a1', 'a2']);
});

test('a failed change does not hold up the next', async () => {
  const locks = new CommitLocks();
  const failing = locks.forKey('b', 'a', () => Promise.reject(new Error('no')));
  const next = locks.forKey('b', 'a', async () => 'done');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('done');
});

test('a change to the bucket waits for those to its keys, and holds back the next', async () => {
  const locks = new CommitLocks();
  const log: string[] = [];
  const inKey = gated();
  const inBucket = gated();
  const before = locks.forKey('b', 'a', async () => {
    await inKey.gate;
    log.push('before');
  });
  const bucket = locks.forBucket('b', async () => {
    log.push('bucket begins');
    await inBucket.gate;
    log.push('bucket ends');
  });
  const again = locks.forBucket('b', async () => void log.push('again'));
  const after = locks.forKey('b', 'z', async () => void log.push('after'));
  const elsewhere = locks.forKey('c', 'z', async () => void log.push('elsewhere'));
  await elsewhere;
  expect(log).toEqual(['elsewhere']);
  inKey.open();
  await before;
  await settle();
  expect(log).toEqual(['elsewhere', 'before', 'bucket begins']);
  inBucket.open();
  await Promise.all([bucket, again, after]);
  expect(log.slice(0, 4)).toEqual(['elsewhere', 'before', 'bucket begins', 'bucket ends']);
  expect(log.slice(4).sort()).toEqual(['after', 'again']);
});
