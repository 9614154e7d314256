// node dist/build.js --api http://localhost:8000 [--out out] [--state state.json] [--full]

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

import { Client } from "./client.js";
import { files } from "./site.js";
import { Store } from "./store.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    api: { type: "string", default: "http://localhost:8000" },
    out: { type: "string", default: "out" },
    state: { type: "string", default: "state.json" },
    full: { type: "boolean", default: false },
  },
});

async function build(): Promise<void> {
  const { api = "", out = "", state = "", full } = values;
  if (full) rmSync(state, { force: true });
  const store = new Store(state);
  const asked = await store.follow(new Client(api.replace(/\/$/, "")));
  const written = write(out, files(store, api.replace(/\/$/, "")));
  store.save();
  console.log(JSON.stringify({ asked, ...written }));
}

/** Write what differs, remove what is no page any more; how many of each. */
function write(out: string, made: Map<string, string>): { written: number; removed: number } {
  let [written, removed] = [0, 0];
  for (const [path, text] of made) {
    const file = join(out, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written += 1;
  }
  for (const path of pagesIn(out)) {
    if (made.has(path)) continue;
    const file = join(out, path);
    rmSync(file);
    if (readdirSync(dirname(file)).length === 0) rmdirSync(dirname(file));
    removed += 1;
  }
  cpSync(join(HERE, "..", "static"), out, { recursive: true });
  cpSync(join(HERE, "browser"), join(out, "scripts"), { recursive: true });
  return { written, removed };
}

function pagesIn(folder: string): string[] {
  const rows = readdirSync(folder, { withFileTypes: true, recursive: false });
  return rows.flatMap((row) => {
    const path = join(folder, row.name);
    if (row.isDirectory()) return pagesIn(path).map((each) => join(row.name, each));
    return row.name === "index.html" ? [relative(folder, path)] : [];
  });
}

await build();
