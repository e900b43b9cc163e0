// Builds app/static/dist from the npm packages and from our own css/, js/ and img/ (`npm run build`).
//
// Each file gets a hash of its content in its name, so that it can be cached for ever, and two
// compressed twins (.br, .gz) that the web server sends as they are. Twelve hexadecimal digits are
// what WhiteNoise takes for an immutable file. manifest.json gives the name
// that each file ended with; app/blueprints/assets.py reads it.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

import esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const STATIC = path.join(ROOT, "app", "static");
const DIST = path.join(STATIC, "dist");
const FRESH = path.join(ROOT, "build", "assets");
const MODULES = path.join(ROOT, "node_modules");
const DSFR = path.join(MODULES, "@gouvfr", "dsfr", "dist");
const BROWSERS = ["chrome109", "firefox102", "safari15.4"];

// The parts of the design system that our templates use, in the order of its own bundle.
const COMPONENTS = [
  "link", "button", "badge", "breadcrumb", "tag", "form", "upload", "input", "select", "checkbox", "search",
  "skiplink", "notice", "alert", "pagination", "tile", "card", "table", "callout",
];

// What a person reads is in these files: a CSS rule whose names appear in none of them is dropped.
const CONTENT = [
  "app/templates/**/*.html", "app/blueprints/**/*.py", "app/forms/**/*.py", "app/toolkit/**/*.py",
  "app/static/js/*.js",
];

const SCRIPTS = { "app.js": "app.js", "map.js": "map.js" };
const VENDOR_SCRIPTS = {
  "htmx.js": "htmx.org/dist/htmx.min.js",
  "leaflet.js": "leaflet/dist/leaflet.js",
  "markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
};
const STYLES = {
  "app.css": [
    "theme.css", "layout.css", "components.css", "matching.css", "stages.css", "toolkit.css",
    "actors.css", "sectors.css", "territories.css", "siting.css", "space.css", "showcase.css",
    "pursuits.css", "dossiers.css", "needs.css", "exchanges.css", "letters.css", "indicators.css",
    "events.css", "experiments.css", "funding.css", "home.css", "print.css",
  ],
  "etat.css": ["etat.css"],
  "map.css": ["map.css"],
};
const VENDOR_STYLES = {
  "leaflet.css": ["leaflet/dist/leaflet.css"],
  "markercluster.css": ["leaflet.markercluster/dist/MarkerCluster.css"],
};

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const manifest = {};

/** Writes one file under its hashed name, with its compressed twins where that makes it smaller. */
async function emit(name, contents, { hashed = false } = {}) {
  const data = Buffer.from(contents);
  const { dir, name: stem, ext } = path.parse(name);
  const digest = createHash("sha256").update(data).digest("hex").slice(0, 12);
  const written = hashed ? name : path.join(dir, `${stem}.${digest}${ext}`);
  await writeFile(path.join(FRESH, written), data);
  if (!hashed) manifest[name] = written;
  if (ext === ".woff2" || ext === ".png") return;
  const options = { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length } };
  const twins = { br: await brotli(data, options), gz: await gzip(data, { level: 9 }) };
  for (const [extension, twin] of Object.entries(twins)) {
    await writeFile(path.join(FRESH, `${written}.${extension}`), twin);
  }
}

/** A style sheet whose addresses are absolute paths, so that sheets can be joined in any folder. */
async function readSheet(file) {
  const css = await readFile(file, "utf8");
  return css
    .replace(/^@charset[^;]*;/m, "")
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, "")
    .replace(/url\((?!["']?(?:data:|\/|#))["']?([^"')]+)["']?\)/g, (_, url) => `url("${path.resolve(path.dirname(file), url)}")`);
}

/** The sheet of one component of the design system. */
function readComponent(name) {
  return readSheet(path.join(DSFR, "component", name, `${name}.main.css`));
}

/** The design system's sheets, joined, without the State's typeface: etat.css alone brings it. */
async function readDesignSystem() {
  const sheets = await Promise.all([
    readSheet(path.join(DSFR, "core", "core.main.css")),
    ...COMPONENTS.map(readComponent),
    readSheet(path.join(DSFR, "utility", "icons", "icons.main.css")),
  ]);
  return sheets
    .join("\n")
    .replace(/@font-face\s*{[^}]*}/g, "")
    .replace(/font-family:\s*"?Marianne"?, arial, sans-serif/g, "font-family: var(--portal-font)")
    .replace(/\/\*!\s*\n \* DSFR[\s\S]*?\*\//g, (notice, at) => (at < 10 ? notice : ""));
}

/** The rules of a sheet that our templates and scripts can reach. */
async function keepUsed(css) {
  const [result] = await new PurgeCSS().purge({
    content: CONTENT.map((pattern) => path.join(ROOT, pattern)),
    css: [{ raw: css }],
    variables: true,
    keyframes: true,
    fontFace: false,
    blocklist: [/data-fr-theme/, /data-fr-scheme/],
    safelist: { greedy: [/^m-/] }, // ours: small, and kept by hand
  });
  return result.css;
}

/** Joins, minifies and writes one style sheet; small drawings go in as data, fonts stay files. */
async function buildStyle(name, css) {
  const result = await esbuild.build({
    stdin: { contents: css, loader: "css", resolveDir: ROOT },
    bundle: true,
    write: false,
    minify: true,
    target: BROWSERS,
    outdir: FRESH,
    assetNames: "[name].[hash]",
    loader: { ".svg": "dataurl", ".png": "file", ".woff2": "file" },
    legalComments: "inline",
    logLevel: "warning",
  });
  for (const file of result.outputFiles) {
    if (file.path.endsWith(".css")) await emit(name, file.contents);
    else await emit(path.basename(file.path), file.contents, { hashed: true });
  }
}

async function buildStyles() {
  const own = Object.entries(STYLES).map(([name, files]) => [name, files.map((file) => path.join(STATIC, "css", file))]);
  const vendor = Object.entries(VENDOR_STYLES).map(([name, files]) => [name, files.map((file) => path.join(MODULES, file))]);
  for (const [name, files] of [...own, ...vendor]) {
    let css = (await Promise.all(files.map(readSheet))).join("\n");
    if (name === "app.css") css = await keepUsed((await readDesignSystem()) + css);
    if (name === "etat.css") css = (await keepUsed(await readComponent("logo"))) + css;
    await buildStyle(name, css);
  }
}

/** Our own scripts are bundled; the libraries come minified already and keep their notices. */
async function buildScripts() {
  for (const [name, file] of Object.entries(SCRIPTS)) {
    const result = await esbuild.build({
      entryPoints: [path.join(STATIC, "js", file)],
      bundle: true,
      write: false,
      minify: true,
      format: "iife",
      target: BROWSERS,
      logLevel: "warning",
    });
    await emit(name, result.outputFiles[0].contents);
  }
  for (const [name, file] of Object.entries(VENDOR_SCRIPTS)) {
    const source = await readFile(path.join(MODULES, file), "utf8");
    await emit(name, source.replace(/\/\/# sourceMappingURL=.*\n?/g, ""));
  }
}

async function copyImages() {
  for (const file of (await readdir(path.join(STATIC, "img"))).sort()) {
    await emit(file, await readFile(path.join(STATIC, "img", file)));
  }
}

/** Prints each file with its weight, as it is and as browsers receive it. */
async function report() {
  for (const [name, file] of Object.entries(manifest).sort()) {
    const [raw, small] = await Promise.all(
      [file, `${file}.br`].map((item) => readFile(path.join(FRESH, item)).catch(() => Buffer.alloc(0))),
    );
    console.log(`${name.padEnd(22)} ${String(raw.length).padStart(8)} B ${String(small.length).padStart(8)} B brotli`);
  }
}

await rm(FRESH, { recursive: true, force: true });
await mkdir(FRESH, { recursive: true });
await buildStyles();
await buildScripts();
await copyImages();
await writeFile(path.join(FRESH, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await report();
// The new folder replaces the old one whole: a server never sees half a build.
await rm(DIST, { recursive: true, force: true });
await rename(FRESH, DIST);
