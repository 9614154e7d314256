// From everything that was read to the files of the site, by their path.

import type { DoorOut, SiteOut } from "./api.js";
import { Html, html, link } from "./html.js";
import * as pages from "./pages.js";
import type { Store } from "./store.js";

type Row = { url: string; title: string };

/** Every page as `{path below the site: its HTML}`; the same store gives the same files. */
export function files(store: Store, api: string): Map<string, string> {
  const site = store.one("site");
  const bodies = new Map<string, [string, Html]>();
  const add = (row: Row, body: Html) => bodies.set(pathOf(row.url, site), [row.title, body]);
  add(store.one("home"), pages.home(store.one("home")));
  for (const each of store.all("column")) add(each, pages.column(each, listOf(store, each.section)));
  for (const each of store.all("document")) add(each, pages.document(each));
  for (const each of store.all("notice")) add(each, pages.notice(each));
  for (const each of store.all("result")) add(each, pages.result(each));
  for (const each of store.all("removal")) add(each, pages.removal(each));
  for (const each of store.all("product")) add(each, pages.product(each));
  for (const each of store.all("bulletin")) add(each, pages.bulletin(each));
  bodies.set("verify/", ["证书核验", asking("verify", "核验", "证书编号", api)]);
  bodies.set("search/", ["搜索", asking("search", "搜索", "搜索文件、公示、产品", api)]);
  const ours = new Set(bodies.keys());
  const made = [...bodies].map(([path, [title, body]]) => {
    const text = framed(site, title, body).text;
    return [`${path}index.html`, withOwnLinks(text, site, ours)] as const;
  });
  return new Map(made.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function pathOf(url: string, site: SiteOut): string {
  return decodeURI(url.slice(site.url.length));
}

function listOf(store: Store, section: string): Html {
  if (section === "catalogue") return pages.products(store.all("product"));
  if (section === "notices") {
    return html`${pages.notices(store.all("notice"))}${pages.links(store.all("result"))}${pages.links(store.all("removal"))}`;
  }
  const documents = store.all("document").filter((each) => each.section === section);
  const bulletins = section === "bulletin" ? pages.links(store.all("bulletin")) : "";
  return html`${pages.documents(documents)}${bulletins}`;
}

/** A question that the reader's browser asks of the API itself: its answer is of this moment. */
function asking(name: string, button: string, label: string, api: string): Html {
  return html`<h1>${button === "核验" ? "证书核验" : "搜索"}</h1>
<form id="ask" data-api="${api}"><label>${label} <input name="q" required maxlength="200"></label> <button>${button}</button></form>
<div id="answer" role="status"></div><script type="module" src="/scripts/${name}.js"></script>`;
}

function framed(site: SiteOut, title: string, body: Html): Html {
  const door = (name: string): DoorOut | undefined => site.doors.find((each) => each.name === name);
  const [verify, search] = [door("verify"), door("search")];
  const names = site.names;
  return html`<!doctype html>
<html lang="${site.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${site.name}</title><link rel="stylesheet" href="/style.css"></head>
<body>
<header><p>${link(site.url, site.name)}</p>
<nav aria-label="主导航">${link(site.url, "首页")} ${site.navigation.map((each) => [link(each.url, each.title), " "])}
${verify && link(verify.url, verify.title)} ${search && link(search.url, search.title)}</nav></header>
<main>${body}</main>
<footer><p>主办单位：${site.imprint.organiser || names.office_in_full}</p>
<p>地址：${site.address}　联系电话：${site.contact_phone}　监督举报电话：${site.hotline}、${site.second_hotline}</p></footer>
</body></html>
`;
}

/** Links to pages that this site has lead to them; files and forms stay where they are. */
function withOwnLinks(text: string, site: SiteOut, ours: Set<string>): string {
  return text.replaceAll(/href="([^"]*)"/g, (whole, url: string) => {
    if (!url.startsWith(site.url)) return whole;
    const path = pathOf(url, site);
    return ours.has(path) ? `href="/${path}"` : whole;
  });
}
