/**
 * The batch job beside its peers: a CSV file of sales is cut into chunks of 500 rows, each row validated and enriched, the bad ones set
 * apart with their reasons, the chunks merged in order. All contenders run the same TypeScript functions on the same file, with two workers.
 *
 *   node bench/batch/batch.mjs [--rows 200000] [--rounds 3] [--only stepwell,bare] [--prof FOLDER]
 */
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { median } from '../measure.mjs';
import { cpuSeconds, rssMb } from '../stepwell-server.mjs';

const here = new URL('.', import.meta.url).pathname;
const WARM_UP_ROWS = 20_000;
/** For one run of a contender: slow is no failure, hanging is. */
const giveUpMs = (rows) => 120_000 + rows;

/** The pure functions, as one module for contenders that do not bundle themselves. */
async function buildFunctions() {
  await build({
    entryPoints: [join(here, 'functions.ts')],
    outfile: join(here, '../node_modules/.batch/functions.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The SDK is CommonJS at heart.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return import('../node_modules/.batch/functions.mjs');
}

async function contenders(only, without) {
  const { bare, bareOnFiles } = await import('./contenders/bare.mjs');
  const { bullmq } = await import('./contenders/bullmq.mjs');
  const { restate } = await import('./contenders/restate.mjs');
  const { stepwell } = await import('./contenders/stepwell.mjs');
  const all = {
    'files-2': bareOnFiles(2),
    'bare-1': bare(0),
    'bare-2': bare(2),
    stepwell,
    'bullmq-always': bullmq('always'),
    'bullmq-everysec': bullmq('everysec'),
    restate,
  };
  const isNamed = (key, names) => names.some((name) => name !== '' && key.startsWith(name));
  const chosen = Object.entries(all).filter(([key]) => (!only || isNamed(key, only)) && !isNamed(key, without));
  return chosen.flatMap(([, contender]) => {
    const missing = contender.missing?.();
    if (missing) console.error(`\n*** ${contender.name} is SKIPPED: ${missing} ***\n`);
    return missing ? [] : [contender];
  });
}

async function writeLines(file, lines) {
  const stream = createWriteStream(file);
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < 1 << 20) continue;
    if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
    text = '';
  }
  stream.end(text);
  await finished(stream);
}

/** A contender that hangs must not hang the benchmark. */
async function within(limitMs, name, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not end within ${limitMs / 1_000} s`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What the processes of each role took: the most memory that they held at once, in MB, and processor seconds. Looked at every 50 ms, so that
 * what a process used in its last moments may be missing.
 */
function watchProcesses(pids) {
  const memory = {};
  const before = new Map();
  const cpu = new Map();
  const look = () => {
    for (const [role, ids] of Object.entries(pids())) {
      memory[role] = Math.max(memory[role] ?? 0, sum(ids.map(rssMb)));
      for (const pid of ids) {
        const seconds = cpuSeconds(pid);
        if (!before.has(pid)) before.set(pid, isFirst ? seconds : 0);
        cpu.set(pid, { role, seconds: Math.max(cpu.get(pid)?.seconds ?? 0, seconds - before.get(pid)) });
      }
    }
  };
  let isFirst = true;
  look();
  isFirst = false;
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    look();
    const roles = Object.keys(memory);
    const of = (role) => sum([...cpu.values()].filter((one) => one.role === role).map(({ seconds }) => seconds));
    return { memory, cpu: Object.fromEntries(roles.map((role) => [role, of(role)])) };
  };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** A row for each contender: seconds and rows a second of each round, the most memory of its processes. */
export async function batch({ rows = 200_000, rounds = 3, only, without = [], nodeArgs } = {}) {
  const { generateProducts, generateSales } = await buildFunctions();
  const { check } = await import('./check.mjs');
  const work = mkdtempSync(join(tmpdir(), 'stepwell-bench-batch-'));
  const files = { input: join(work, 'input.csv'), products: join(work, 'products.csv') };
  const small = join(work, 'small.csv');
  await writeLines(files.products, generateProducts());
  await writeLines(files.input, generateSales({ rows }));
  await writeLines(small, generateSales({ rows: WARM_UP_ROWS, seed: 2 }));
  const results = new Map();
  const digests = new Set();
  for (let round = 1; round <= rounds; round++) {
    for (const contender of await contenders(only, without)) {
      const folder = join(work, 'out');
      mkdirSync(folder);
      const opened = await contender.open({ products: files.products, nodeArgs });
      try {
        await opened.put(small);
        await within(giveUpMs(rows), contender.name, opened.run());
        await opened.put(files.input);
        const watched = watchProcesses(opened.pids);
        const startedMs = performance.now();
        const counts = await within(giveUpMs(rows), contender.name, opened.run());
        const seconds = (performance.now() - startedMs) / 1_000;
        const { memory, cpu } = watched();
        await opened.fetch(folder);
        const checked = await check(files.input, folder);
        if (counts.valid !== checked.valid || counts.bad !== checked.bad) {
          throw new Error(
            `${contender.name} counted ${JSON.stringify(counts)}, the files hold ${JSON.stringify(checked)}`,
          );
        }
        digests.add(checked.digest);
        if (digests.size > 1) throw new Error(`${contender.name} has other output than those before it`);
        const known = results.get(contender.name) ?? { perSecond: [], cpu: [], memory: {}, checked };
        known.perSecond.push(rows / seconds);
        known.cpu.push(sum(Object.values(cpu)));
        for (const [role, mb] of Object.entries(memory)) known.memory[role] = Math.max(known.memory[role] ?? 0, mb);
        results.set(contender.name, known);
        const load = loadavg()[0].toFixed(1);
        console.error(
          `  round ${round}/${rounds} ${contender.name}: ${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s, CPU ${rolesOf(cpu, 's')}, load ${load}`,
        );
      } finally {
        await opened.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
  rmSync(work, { recursive: true, force: true });
  return results;
}

const rolesOf = (values, unit) =>
  Object.entries(values)
    .map(([role, value]) => `${role} ${unit === 's' ? value.toFixed(1) : Math.round(value)} ${unit}`)
    .join(', ');

export function printBatch(results, rows) {
  const own = results.get('Stepwell');
  const ownRate = own && median(own.perSecond);
  const { checked } = [...results.values()][0];
  console.log(
    `Batch: ${rows.toLocaleString('en')} rows of CSV in chunks of 500, ${checked.valid} valid + ${checked.bad} bad, each once and in order`,
  );
  for (const [name, { perSecond, memory, cpu }] of results) {
    const rate = median(perSecond);
    const ratio = own && name !== 'Stepwell' ? `Stepwell is ×${(ownRate / rate).toPrecision(2)}` : '';
    console.log(
      `  ${name.padEnd(30)} ${Math.round(rate).toLocaleString('en').padStart(9)} rows/s   ${ratio.padEnd(20)} CPU ${median(cpu).toFixed(1)} s   ${rolesOf(memory, 'MB')}`,
    );
  }
  console.log();
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '200000' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string' },
      prof: { type: 'string' },
    },
  });
  if (!existsSync(join(here, '../node_modules')))
    throw new Error('The peers are not installed: npm run bench does that');
  const nodeArgs = values.prof ? ['--cpu-prof', `--cpu-prof-dir=${values.prof}`] : [];
  const rows = Number(values.rows);
  printBatch(await batch({ rows, rounds: Number(values.rounds), only: values.only?.split(','), nodeArgs }), rows);
}
