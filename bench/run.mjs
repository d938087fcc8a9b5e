#!/usr/bin/env node
/**
 * `npm run bench`: Stepwell beside its peers on the same work, in one run, with ratios. Machines are noisy: every figure is the median of
 * rounds in which the engines take turns.
 *
 *   npm run bench -- [--rounds 3] [--only chain,map,parallel,wait,http,functions,services,distributed,batch] [--without restate]
 *                    [--rows 200000]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { lags, measure, median } from './measure.mjs';
import { chainSteps, waitMs } from './workloads.mjs';

const here = new URL('.', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    without: { type: 'string', default: '' },
    rows: { type: 'string', default: '200000' },
  },
});
const rounds = Number(values.rounds);
const only = values.only?.split(',');
const without = values.without.split(',');
const wanted = (name) => !only || only.includes(name);

const mark = `${here}node_modules/.installed`;
const wantedPeers = createHash('sha256')
  .update(readFileSync(`${here}package-lock.json`))
  .digest('hex');
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wantedPeers) {
  console.error('Installing the peers …');
  // Not `ci`: a registry may lack builds for other systems, which the lock then cannot name.
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--loglevel', 'error', '--ignore-scripts'];
  const installed = spawnSync('npm', ['install', ...quietly], { cwd: here, stdio: 'inherit' });
  if (installed.status !== 0) process.exit(1);
  writeFileSync(mark, wantedPeers);
}

/** How much of each work an engine is given, so that a round takes seconds for all of them. */
const SHARE = { 'bare-loop': 10, 'aws-local-stepfunctions': 2, stepwell: 2, restate: 0.1 };
const ENGINES = Object.keys(SHARE).filter((name) => !without.includes(name));

/** What is measured: name, unit, and one round of it for an engine as a rate (more is better). */
const WORKLOADS = {
  chain: {
    title: `Chain of ${chainSteps} Pass states, 50 at once`,
    unit: 'steps/s',
    round: async (engine, share) =>
      (await measure(Math.max(200, 5_000 * share), 50, () => engine.chain())).perSecond * chainSteps,
  },
  'chain-1000': {
    title: `Chain of ${chainSteps} Pass states, 1,000 at once`,
    unit: 'steps/s',
    round: async (engine, share) =>
      (await measure(Math.max(1_000, 10_000 * share), 1_000, () => engine.chain())).perSecond * chainSteps,
  },
  map: {
    title: 'Map of 1,000 items, 40 at once, in-process task',
    unit: 'items/s',
    round: async (engine) =>
      (await measure(3, 1, () => engine.map(Array.from({ length: 1_000 }, (_, index) => index)))).perSecond * 1_000,
  },
  parallel: {
    title: 'Parallel of three, 50 at once',
    unit: 'executions/s',
    round: async (engine, share) =>
      (await measure(Math.max(200, 3_000 * share), 50, () => engine.parallel())).perSecond,
  },
};

const results = new Map();
const note = (key, value) => results.set(key, [...(results.get(key) ?? []), value]);

const inEngines = ['wait', ...Object.keys(WORKLOADS)].some((name) => wanted(name.split('-')[0]));
for (let round = 1; inEngines && round <= rounds; round++) {
  for (const file of ENGINES) {
    const engine = await (await import(`./engines/${file}.mjs`)).open();
    console.error(`round ${round}/${rounds}: ${engine.name}`);
    await measure(200, 50, () => engine.chain());
    for (const [name, workload] of Object.entries(WORKLOADS)) {
      if (wanted(name.split('-')[0])) note(`${name}|${engine.name}`, await workload.round(engine, SHARE[file]));
    }
    if (wanted('wait')) note(`wait|${engine.name}`, await waitRound(engine));
    await engine.close();
  }
}

async function waitRound(engine) {
  const latencies = [];
  await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const fromMs = performance.now();
      await engine.wait();
      latencies.push(performance.now() - fromMs);
    }),
  );
  return lags(latencies, waitMs);
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, medians of ${rounds} rounds\n`);
for (const [name, { title, unit }] of Object.entries(WORKLOADS)) {
  const rows = [...results]
    .filter(([key]) => key.split('|')[0] === name)
    .map(([key, rates]) => [key.split('|')[1], median(rates)]);
  if (rows.length > 0) printRates(title, unit, rows);
}
const waits = [...results].filter(([key]) => key.startsWith('wait|'));
if (waits.length > 0) {
  console.log('1,000 executions that wait 1 s: how late they end');
  for (const [key, rounds_] of waits) {
    const p50 = median(rounds_.map((lag) => lag.p50));
    const p99 = median(rounds_.map((lag) => lag.p99));
    console.log(`  ${key.split('|')[1].padEnd(34)} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  }
  console.log();
}
if (wanted('http')) {
  const { startOverHttp } = await import('./http-start.mjs');
  printLatencies('StartExecution over HTTP, 64 at once', await startOverHttp({ count: 20_000, atOnce: 64 }));
}
if (wanted('functions')) {
  const { functionCalls } = await import('./function-calls.mjs');
  printLatencies('Function calls, warm', await functionCalls({ count: 3_000 }));
}
if (wanted('services')) {
  const { serviceCalls } = await import('./service-calls.mjs');
  console.log('Service calls by a Map of 3,000 items, 40 at once, over a durable server (calls/s)');
  for (const [name, { perSecond }] of Object.entries(await serviceCalls({ rounds }))) printRate(name, perSecond);
  console.log();
}
if (wanted('distributed')) {
  const { distributedMap } = await import('./distributed-map.mjs');
  const { perSecond, peakMb } = await distributedMap({ rounds });
  console.log('Distributed Map of 100,000 rows, EXPRESS children of one Pass state, results to S3 (items/s)');
  printRate(`Stepwell (durable), ${Math.round(peakMb)} MB`, perSecond);
  console.log();
}
if (wanted('batch')) {
  const { batch, printBatch } = await import('./batch/batch.mjs');
  const rows = Number(values.rows);
  printBatch(await batch({ rows, rounds, without }), rows);
}
process.exit();

function printRate(name, rate) {
  console.log(`  ${name.padEnd(34)} ${Math.round(rate).toLocaleString('en').padStart(12)}`);
}

/** Every rate beside Stepwell's: `×` says how many times Stepwell's rate is that of the row. */
function printRates(title, unit, rows) {
  const own = rows.find(([name]) => name.startsWith('Stepwell'))?.[1];
  console.log(`${title} (${unit})`);
  for (const [name, rate] of rows) {
    const ratio = own && !name.startsWith('Stepwell') ? `   Stepwell is ×${(own / rate).toPrecision(3)}` : '';
    console.log(`  ${name.padEnd(34)} ${Math.round(rate).toLocaleString('en').padStart(12)}${ratio}`);
  }
  console.log();
}

function printLatencies(title, measured) {
  console.log(title);
  for (const [name, { perSecond, p50, p99 }] of Object.entries(measured)) {
    console.log(
      `  ${name.padEnd(34)} ${Math.round(perSecond).toLocaleString('en').padStart(12)}/s   p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    );
  }
  console.log();
}
