// Markup: what is typed by people is escaped, what the API says is HTML is put in as it is.

export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | null | undefined | false | Part[];

/** A template whose values are escaped, unless they are markup already. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((text, string, at) => text + shown(parts[at - 1]) + string));
}

/** HTML of the API: it was cleaned and checked before it became public. */
export function trusted(text: string): Html {
  return new Html(text);
}

function shown(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(shown).join("");
  if (part === null || part === undefined || part === false) return "";
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A list of terms; those without a value are left out. */
export function facts(rows: Array<[string, Part]>): Html {
  const full = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl>${full.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}

export function table(head: string[], rows: Part[][]): Html {
  return html`<table><thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}

export function link(url: string, title: string): Html {
  return html`<a href="${url}">${title}</a>`;
}

/** 2026-11-28 as 2026年11月28日. */
export function day(text: string | null): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(text ?? "");
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : "";
}

/** A moment of the API, which is in China's time, as 2026-11-28 09:00. */
export function moment(text: string | null): string {
  return text ? text.slice(0, 16).replace("T", " ") : "";
}

export function yuan(fen: number | null): string {
  return fen === null ? "" : `${(fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}元`;
}
