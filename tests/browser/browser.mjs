// What the browser test stands on: a browser, a static server on loopback, and a list of what went wrong.
// Leaves to site.mjs what is done and what must be true.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

export const VIEWPORTS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** Starts the browser without what it would ask of the network by itself. */
export function start() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/** Serves a folder below `/some/where/`, so that a path from the host's root would not work. */
export async function serve(folder) {
  const prefix = "/some/where/";
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    try {
      if (!path.startsWith(prefix)) throw new Error("outside");
      const file = join(folder, normalize(path.slice(prefix.length)));
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { base: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
}

/** What was checked, and what failed. */
export class Findings {
  checks = 0;
  failures = [];
  where = "";

  check(truth, text) {
    this.checks += 1;
    if (!truth) {
      this.failures.push(`${this.where}: ${text}`);
      console.error(`FAILED ${this.where}: ${text}`);
    }
  }

  equal(got, expected, text) {
    this.check(got === expected, `${text}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
  }
}

/** A page that reports console errors, dialogs and requests to any other place than the site. */
export async function open(context, base, findings) {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) findings.check(false, `the console says: ${message.text()}`);
  });
  page.on("pageerror", (error) => findings.check(false, `a script failed: ${error.message}`));
  page.on("dialog", async (dialog) => {
    findings.check(false, `a dialog opened: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => {
    findings.check(request.url().startsWith(base), `a request left the site: ${request.url()}`);
  });
  return page;
}
