// Measures addresses with Lighthouse as a slow phone: `node measure.mjs PACKAGES CHROME < lines`.
// Whether search engines may keep a page is a decision of ours and not measured.
// Each line of input is an address; each line of output is a JSON object with its four scores,
// what fell short, and the bytes of a first visit. One browser serves all, emptied in between.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [packages, chromePath] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${packages}/node_modules/${name}`));
const { default: lighthouse } = await load('lighthouse/core/index.js');
const { launch } = await load('chrome-launcher/dist/index.js');

const chrome = await launch({
  chromePath,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];

function short({ lhr }, address) {
  const scores = Object.fromEntries(categories.map((key) => [key, Math.round(100 * lhr.categories[key].score)]));
  const wrong = categories.flatMap((key) => lhr.categories[key].auditRefs)
    .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
    .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim());
  return { address, scores, wrong, bytes: lhr.audits['total-byte-weight'].numericValue };
}

try {
  for await (const address of createInterface({ input: process.stdin })) {
    const options = { port: chrome.port, logLevel: 'silent', onlyCategories: categories, skipAudits: ['is-crawlable'] };
    const { lhr } = await lighthouse(address, options);
    const row = lhr.runtimeError ? { address, error: lhr.runtimeError.code } : short({ lhr }, address);
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
} finally {
  await chrome.kill();
}
