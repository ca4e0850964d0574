// Benchmarks: the app's code and another library, on the same data and page, one after the other. Each runs
// several times and returns all its times in milliseconds with its result, to show that both did the same.
import init from "./bench.js";
import { kmeans } from "ml-kmeans";
import Dexie from "dexie";
import Papa from "papaparse";

const ready = new Promise((done) => (window.busbarIsReady = done));
await init();
await ready;
const { busbar } = window;

// Times all contenders in turns, so that a busy moment affects all of them.
async function side_by_side(runs, contenders) {
  const measured = contenders.map(({ name }) => ({ name, times: [], result: null }));
  for (let run = 0; run < runs; run += 1) {
    for (const [place, { before, work }] of contenders.entries()) {
      const given = before ? await before() : undefined;
      const start = performance.now();
      const result = await work(given);
      measured[place].times.push(performance.now() - start);
      measured[place].result = result;
    }
  }
  return measured;
}

// Reproducible pseudo-random numbers from 0 to 1 (xorshift32).
function* chance(seed) {
  let state = seed;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield (state >>> 0) / 2 ** 32;
  }
}

async function k_means({ rows, columns, k, iterations, runs }) {
  const numbers = chance(7);
  const points = Float64Array.from({ length: rows * columns }, () => numbers.next().value);
  const table = Array.from({ length: rows }, (_, row) =>
    Array.from(points.subarray(row * columns, (row + 1) * columns)));
  const inertia = ({ clusters, centroids }) =>
    table.reduce((sum, point, row) => sum + point.reduce((own, value, column) =>
      own + (value - centroids[clusters[row]][column]) ** 2, 0), 0);
  const measured = await side_by_side(runs, [
    { name: "Busbar", work: () => busbar("cluster", [points, columns, k, iterations]) },
    { name: "ml-kmeans", work: () => kmeans(table, k, { maxIterations: iterations, tolerance: 0, seed: 7 }) },
  ]);
  const other = measured[1].result;
  measured[0].result = { inertia: measured[0].result };
  measured[1].result = { inertia: inertia(other), iterations: other.iterations };
  return measured;
}

async function store({ customers, runs }) {
  const records = JSON.parse(await busbar("make_customers", customers));
  const database = () => {
    const database = new Dexie("dexie-bench");
    database.version(1).stores({ customers: "id, account_number" });
    return database;
  };
  const saving = await side_by_side(runs, [
    { name: "Busbar", work: async () => { await busbar("save_customers"); return records.length; } },
    {
      name: "dexie",
      before: () => Dexie.delete("dexie-bench"),
      work: async () => {
        const into = database();
        await into.customers.bulkPut(records);
        const count = await into.customers.count();
        into.close();
        return count;
      },
    },
  ]);
  const reading = await side_by_side(runs, [
    { name: "Busbar", work: () => busbar("read_customers") },
    {
      name: "dexie",
      work: async () => {
        const from = database();
        const read = await from.customers.toArray();
        from.close();
        return read.length;
      },
    },
  ]);
  return { saving, reading };
}

async function parse({ rows, runs }) {
  const numbers = chance(11);
  const months = 36;
  const lines = ["customer_id,month,kwh,peak_kw"];
  for (let row = 0; row < rows; row += 1) {
    const month = row % months;
    const when = `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    const kwh = (numbers.next().value * 1e6).toFixed(1);
    lines.push(`${1000000 + Math.floor(row / months)},${when},${kwh},${(kwh / 400).toFixed(1)}`);
  }
  const text = lines.join("\n") + "\n";
  const bytes = new TextEncoder().encode(text);
  const file = new File([bytes], "readings.csv", { type: "text/csv" });
  const parsed = await side_by_side(runs, [
    { name: "Busbar", work: () => busbar("parse", bytes) },
    { name: "papaparse", work: () => Papa.parse(text, { skipEmptyLines: true }) },
  ]);
  const { data } = parsed[1].result;
  parsed[1].result = [data.length, data.reduce((sum, row) => sum + row.length, 0)];
  const imported = await side_by_side(runs, [
    { name: "Busbar", work: () => busbar("import", file) },
    {
      name: "papaparse",
      // The library's own worker mode, with numbers parsed; it neither checks nor drafts anything.
      work: () => new Promise((done, failed) => {
        let count = 0;
        Papa.parse(file, {
          worker: true,
          header: true,
          dynamicTyping: true,
          skipEmptyLines: true,
          chunk: ({ data }) => { count += data.length; },
          complete: () => done(count),
          error: failed,
        });
      }),
    },
  ]);
  return { parsed, imported };
}

async function fill({ customers, months, visit_days, request_days }) {
  return JSON.parse(await busbar("fill", [customers, months, visit_days, request_days]));
}

window.figures = { k_means, store, parse, fill };
