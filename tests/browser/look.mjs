// Opens the report in the system's Chromium as readers do, and prints as JSON what it saw.
// Usage: node look.mjs <browser> <page> <folder for screenshots>
import { readFileSync, mkdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [browserPath, file, shots] = process.argv.slice(2);
const address = pathToFileURL(resolve(file)).href;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({ executablePath: browserPath, args: QUIET });
const seen = { looks: [], console: [], outside: [] };

const open = async (options) => {
  const page = await browser.newPage({ reducedMotion: "reduce", ...options });
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) seen.outside.push(request.url()); });
  await page.goto(address);
  return page;
};
const checked = async (page) => {
  await page.evaluate(axeSource);
  const found = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  return found.violations.map((each) => `${each.id}: ${each.nodes.length} x ${each.nodes[0].html.slice(0, 120)}`);
};
const widths = (page) => page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
const settled = (page) => page.waitForFunction(() => new Promise((done) => {
  const before = scrollY;
  setTimeout(() => done(before === scrollY), 120);
}));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1400, 390]) {
    const page = await open({ viewport: { width, height: 900 }, colorScheme });
    const shot = join(shots, `report-${width}-${colorScheme}.png`);
    await page.screenshot({ path: shot, fullPage: true });
    const folded = await widths(page);
    const contents = await page.evaluate(() => document.querySelector("details.contents").open);
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
    seen.looks.push({ width, colorScheme, contents, folded, unfolded: await widths(page), findings: await checked(page), bytes: statSync(shot).size });
    await page.close();
  }
}

const asked = async (page) => page.evaluate(() => {
  const box = document.getElementById("answer");
  return { hidden: box.hidden, text: box.textContent, inside: box.contains(document.activeElement), focus: document.activeElement.textContent };
});
{
  const page = await open({ viewport: { width: 1400, height: 900 } });
  await page.keyboard.press("Tab");
  seen.first = await page.evaluate(() => document.activeElement.textContent);
  const number = page.locator("#findings .found a.n").nth(2);
  await number.click();
  seen.clicked = { ...(await asked(page)), number: await number.textContent() };
  seen.withAnswer = await checked(page);
  await page.screenshot({ path: join(shots, "answer.png") });
  await page.keyboard.press("Escape");
  seen.escaped = await asked(page);
  await page.keyboard.press("Enter");
  seen.entered = await asked(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  seen.closed = await asked(page);
  await number.click();
  await page.locator("#answer .answer-row").click();
  await settled(page);
  seen.row = await page.evaluate(() => {
    const row = document.getElementById(location.hash.slice(1));
    const at = row.getBoundingClientRect();
    return { open: document.getElementById("numbers").open, visible: at.top >= 0 && at.bottom <= innerHeight && at.height > 0 };
  });
  await page.locator('nav a[href="#provenance"]').click();
  seen.unfolds = await page.evaluate(() => document.getElementById("provenance").open);
  await page.locator("#findings .where a").first().click();
  await settled(page);
  seen.finding = await page.evaluate(() => document.querySelector("tr:target").getBoundingClientRect().top < innerHeight);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("figure.figure .file a").first().click()]);
  seen.saved = saved.suggestedFilename();
  await page.close();
}
{
  const page = await open({ viewport: { width: 1400, height: 900 }, javaScriptEnabled: false });
  await page.locator("#findings .found a.n").first().click();
  seen.withoutScript = await page.locator("#numbers tr:target").isVisible();
  await page.close();
}
{
  const page = await open({});
  const paper = await page.pdf({ path: join(shots, "report.pdf"), preferCSSPageSize: true });
  seen.sheets = (paper.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
