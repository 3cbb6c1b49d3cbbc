// The browser test: node site.mjs SITE HOSTILE. Opens the site from disk and from a server, on a phone's and on a
// desk's screen: searches, opens, copies, switches the theme, follows a type and comes back; then lets axe look at
// each kind of page; then turns scripts off; then opens the site of the hostile description.

import { readdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Findings, VIEWPORTS, open, serve, start } from "./browser.mjs";

const [site, hostile] = process.argv.slice(2).map((path) => resolve(path));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const findings = new Findings();
const slowest = { search: 0 };
const browser = await start();

/** The index as the site's own script defines it. */
function readIndex(folder) {
  const text = readFileSync(join(folder, "assets/index.js"), "utf8");
  return JSON.parse(text.slice(text.indexOf("window.docsIndex = ") + 19).trim().replace(/;$/, ""));
}

const index = readIndex(site);

/** Three searches: by name, by path and by field; each with what the first result must lead to. */
function searches() {
  const unique = (list) => list.filter((value, at) => list.indexOf(value) === at);
  const page = (operation) => `${index.groups[operation[0]][0]}#${operation[1]}`;
  const count = (name) => index.operations.filter((one) => one[2] === name).length;
  const byName = index.operations.find((one) => one[2] === "search_client_visits") ?? index.operations.find((one) => count(one[2]) === 1);
  const paths = index.operations.map((one) => one[4]);
  const alone = (path) => paths.filter((other) => other.includes(path)).length === 1;
  const byPath = index.operations.findLast((one) => alone(one[4]) && one[4].length > 4);
  const field = index.fields.find((one) => one[0] === "paid_min") ?? index.fields.find((one) => one[2].length === 1 && one[3].length === 0);
  const owners = unique(field[2]);
  return [
    { query: byName[2], leads: [page(byName)] },
    { query: byPath[4], leads: [page(byPath)] },
    { query: field[0], leads: owners.map((at) => `${page(index.operations[at])}.${field[1]}`) },
  ];
}

async function search(page, base, { query, leads }) {
  await page.keyboard.press("/");
  await page.waitForSelector("#page-search[open]");
  await page.keyboard.type(query);
  await page.waitForSelector("#page-found li");
  const took = Number(await page.getAttribute("#page-search", "data-took"));
  slowest.search = Math.max(slowest.search, took);
  findings.check(took < 16, `searching “${query}” took ${took} ms`);
  // Down and up again: the choice moves and comes back.
  const many = (await page.locator("#page-found li").count()) > 1;
  await page.keyboard.press("ArrowDown");
  if (many) findings.equal(await page.getAttribute("#page-query", "aria-activedescendant"), "page-found-1", "the arrow key chooses");
  await page.keyboard.press("ArrowUp");
  findings.equal(await page.getAttribute("#page-query", "aria-activedescendant"), "page-found-0", "and back");
  await page.keyboard.press("Enter");
  await page.waitForFunction((start) => location.href !== start, await page.url()).catch(() => {});
  await page.waitForLoadState();
  const got = page.url().slice(base.length);
  findings.check(leads.includes(got), `“${query}” leads to ${got}, not to ${leads.slice(0, 3)}`);
  const visible = await page.evaluate(() => {
    const target = document.getElementById(location.hash.slice(1));
    const box = target?.getBoundingClientRect();
    return Boolean(box && box.top < innerHeight && box.bottom > 0);
  });
  findings.check(visible, `what “${query}” leads to is on the screen`);
}

async function copyCall(context, page) {
  const entry = page.locator(".op").filter({ has: page.locator(":target, :scope:target") }).first();
  const target = (await entry.count()) ? entry : page.locator(".op").first();
  const button = target.locator(".copy").first();
  await button.click();
  await page.waitForFunction((element) => element.textContent === "Copied", await button.elementHandle());
  const code = await target.locator("figure code").first().textContent();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  findings.equal(copied, code, "the copied call");
  findings.check(code.includes(".await?"), "the call is awaited");
}

async function switchTheme(page) {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await paper();
  await page.click("#page-theme");
  const after = await paper();
  findings.check(before !== after, `the theme button changes the page (${before})`);
  await page.reload();
  findings.equal(await paper(), after, "the theme is remembered");
  await page.click("#page-theme");
  findings.equal(await paper(), before, "and switched back");
}

async function followType(page, base) {
  const link = page.locator('.op .t a[href*="../types/"]:visible').first();
  const name = await link.textContent();
  const from = page.url();
  const place = await page.evaluate(() => document.querySelector("#page-nav").scrollTop);
  await link.click();
  await page.waitForLoadState();
  findings.equal(await page.textContent("h1"), name, "the type's page");
  findings.check(page.url().startsWith(`${base}types/`), "a type has a page");
  await page.goBack();
  findings.equal(page.url(), from, "back again");
  const now = await page.evaluate(() => document.querySelector("#page-nav").scrollTop);
  findings.check(Math.abs(now - place) < 2, `the side bar keeps its place (${place}, then ${now})`);
}

async function menu(page) {
  const nav = page.locator("#page-nav");
  if (await page.locator(".menu").isVisible()) {
    findings.check(!(await nav.isVisible()), "the side bar is out of the way on a phone");
    await page.click(".menu");
    findings.check(await nav.isVisible(), "the menu opens it");
    await page.keyboard.press("Escape");
    findings.check(!(await nav.isVisible()), "Escape closes it");
  } else {
    findings.check(await nav.isVisible(), "the side bar is there");
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  findings.check(wide <= 0, `nothing is wider than the screen (${wide} px too wide)`);
}

async function audit(page, what) {
  await page.addScriptTag({ content: axe }).catch(() => {});
  await page.evaluate(axe);
  const results = await page.evaluate(() => window.axe.run(document));
  for (const violation of results.violations) {
    const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`);
    findings.check(false, `axe on ${what}: ${violation.id} (${violation.nodes.length}): ${nodes.join(" | ")}`);
  }
  findings.check(results.passes.length > 10, `axe looked at ${what}`);
}

/** One page of each kind, the largest where there are many. */
async function kinds(folder) {
  const list = async (name) => (await readdir(join(folder, name))).filter((file) => file.endsWith(".html")).map((file) => `${name}/${file}`);
  const largest = (paths) => paths.map((path) => [readFileSync(join(folder, path)).length, path]).sort((a, b) => b[0] - a[0])[0][1];
  const types = await list("types");
  const ofKind = (kind) => types.find((path) => readFileSync(join(folder, path), "utf8").includes(`<span>${kind}</span>`));
  return ["index.html", largest(await list("operations")), ...(await list("guide")), "types/index.html",
    largest(types.filter((path) => path !== "types/index.html")),
    ...["enum", "union", "identifier"].map(ofKind).filter(Boolean)];
}

/** Contexts are given to the clipboard; axe is put in by the test, so it may pass the page's own policy by. */
async function context(viewport, more = {}) {
  const made = await browser.newContext({ viewport, colorScheme: "light", ...more });
  await made.grantPermissions(["clipboard-read", "clipboard-write"]);
  return made;
}

async function use(base, name) {
  for (const viewport of VIEWPORTS) {
    findings.where = `${name} at ${viewport.width} px`;
    const made = await context(viewport);
    const page = await open(made, base, findings);
    await page.goto(`${base}index.html`);
    await menu(page);
    for (const one of searches()) await search(page, base, one);
    await copyCall(made, page);
    await switchTheme(page);
    await page.goto(`${base}${searches()[0].leads[0]}`);
    await menu(page);
    await followType(page, base);
    await made.close();
  }
}

async function audits(base) {
  for (const path of await kinds(site)) {
    for (const [at, colorScheme] of ["light", "dark"].entries()) {
      const viewport = VIEWPORTS[at];
      findings.where = `${path} (${colorScheme}, ${viewport.width} px)`;
      const made = await context(viewport, { colorScheme, bypassCSP: true });
      const page = await open(made, base, findings);
      await page.goto(base + path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
      await audit(page, "the page");
      if (path === "index.html") {
        await page.keyboard.press("/");
        await page.keyboard.type("li");
        await page.waitForSelector("#page-found li");
        await audit(page, "the search");
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      findings.check(wide <= 0, `nothing is wider than the screen (${wide} px too wide)`);
      await made.close();
    }
  }
}

async function withoutScripts(base) {
  findings.where = "without scripts";
  const made = await context(VIEWPORTS[0], { javaScriptEnabled: false });
  const page = await open(made, base, findings);
  await page.goto(base + searches()[0].leads[0]);
  findings.check(await page.locator(".op h2").first().isVisible(), "entries are there");
  findings.check(!(await page.locator("#page-find").isVisible()), "what needs scripts is not offered");
  findings.equal(await page.locator(".copy").count(), 0, "copy buttons");
  const fold = page.locator("details:not([open]) summary").first();
  if (await fold.count()) {
    await fold.click();
    findings.check((await page.locator("details[open]").count()) > 0, "folds open");
  }
  await page.click(".menu");
  await page.click('#page-nav a[href$="guide/errors.html"]');
  findings.equal(await page.textContent("h1"), "Errors and retries", "the side bar leads on");
  await made.close();
}

async function withHostileTexts() {
  const base = `${pathToFileURL(hostile).href}/`;
  const pages = ["index.html"];
  for (const folder of ["operations", "types", "guide"]) {
    pages.push(...(await readdir(join(hostile, folder))).map((file) => `${folder}/${file}`));
  }
  const made = await context(VIEWPORTS[1]);
  const page = await open(made, base, findings);
  for (const path of pages) {
    findings.where = `hostile ${path}`;
    await page.goto(base + path);
    const state = await page.evaluate(() => ({
      images: document.images.length,
      scripts: document.scripts.length,
      handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((attribute) => attribute.name.startsWith("on"))).length,
      links: [...document.links].filter((link) => !["file:", "https:"].includes(link.protocol)).length,
      shown: document.body.textContent.includes("<script>alert(1)</script>"),
    }));
    findings.equal(JSON.stringify(state), JSON.stringify({ images: 0, scripts: 2, handlers: 0, links: 0, shown: true }), "the page");
    if (path === "index.html") {
      await page.keyboard.press("/");
      await page.keyboard.type("script");
      await page.waitForSelector("#page-found li");
      findings.equal(await page.locator("#page-found script, #page-found img").count(), 0, "results are text");
      await page.keyboard.press("Escape");
    }
  }
  await made.close();
}

const server = await serve(site);
const disk = `${pathToFileURL(site).href}/`;
try {
  await use(disk, "from disk");
  await use(server.base, "from a server");
  await audits(server.base);
  await withoutScripts(disk);
  await withHostileTexts();
} finally {
  await browser.close();
  server.close();
}
console.log(`browser test: ${findings.checks} checks, ${findings.failures.length} failed; the slowest search took ${slowest.search} ms`);
process.exit(findings.failures.length ? 1 : 0);
