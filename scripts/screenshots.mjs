#!/usr/bin/env node
/**
 * Takes the README's screenshots: a real server, filled by `screenshots/seed.mjs`, looked at with Debian's Chromium. Needs a build.
 *
 *   node scripts/screenshots.mjs                  the pictures of docs/images
 *   node scripts/screenshots.mjs --all FOLDER     every page, wide and narrow, in the light and in the dark, to be looked at
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { allPages, pictures } from './screenshots/pages.mjs';
import { seed } from './screenshots/seed.mjs';

const root = new URL('..', import.meta.url).pathname;
const MAX_BYTES = 150_000;
const { values } = parseArgs({ options: { all: { type: 'string' } } });

const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-screenshots-'));
const server = spawn(
  process.execPath,
  [join(root, 'dist/cli/main.js'), 'start', '--json', '--port', '0', '--data-dir', dataDir],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const [line] = await once(createInterface({ input: server.stdout }), 'line');
const { url } = JSON.parse(line);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
});
try {
  const seeded = await seed(url);
  if (values.all === undefined) await takePictures(seeded);
  else await takeAll(seeded, values.all);
} finally {
  await browser.close();
  server.kill('SIGINT');
  await once(server, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
}

async function takePictures(seeded) {
  const folder = join(root, 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  for (const { name, place, scheme, prepare } of pictures(seeded)) {
    const path = join(folder, `${name}.png`);
    await shoot(path, place, { viewport: { width: 1280, height: 760 }, colorScheme: scheme }, prepare);
    const { size } = statSync(path);
    console.log(`${path} ${Math.round(size / 1000)} kB`);
    if (size > MAX_BYTES) throw new Error(`${path} has ${size} bytes; at most ${MAX_BYTES} may be`);
  }
}

async function takeAll(seeded, folder) {
  mkdirSync(folder, { recursive: true });
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [name, place] of allPages(seeded)) {
        const path = join(folder, `${name}-${width}-${colorScheme}.png`);
        await shoot(path, place, { viewport: { width, height }, colorScheme });
      }
    }
  }
}

async function shoot(path, place, options, prepare = async () => {}) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}/_stepwell/console/#/${place}`);
  await page.locator('h1').first().waitFor();
  // Streams stay open, so that the network is never idle for long: what is awaited are pictures, not connections.
  await page.waitForTimeout(1_000);
  await prepare(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path });
  await context.close();
}
