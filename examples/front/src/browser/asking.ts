// What both live pages share: the form, the question in the address, and a place for the answer.

export type Answer = { status: number; data: unknown };

/** Ask now if the address has a question, and whenever the form is sent. */
export function onQuestion(ask: (question: string, api: string) => Promise<string[]>): void {
  const form = document.querySelector<HTMLFormElement>("#ask");
  const place = document.querySelector<HTMLElement>("#answer");
  if (form === null || place === null) return;
  const field = form.elements.namedItem("q") as HTMLInputElement;
  const show = async () => {
    if (!field.value.trim()) return;
    const lines = await ask(field.value.trim(), form.dataset.api ?? "").catch(() => ["暂时无法查询，请稍后再试。"]);
    place.replaceChildren(...lines.map(paragraph));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    void show();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  void show();
}

export async function read(address: string): Promise<Answer> {
  const answer = await fetch(address, { cache: "no-store" });
  return { status: answer.status, data: await answer.json() };
}

/** A line of text; what follows a tab is the address that it leads to. */
function paragraph(line: string): HTMLElement {
  const [text = "", address] = line.split("\t");
  const row = document.createElement("p");
  if (address === undefined) row.textContent = text;
  else row.append(Object.assign(document.createElement("a"), { href: address, textContent: text }));
  return row;
}
