"""One table, one JSON file and the curves of all figures that a run of ``make bench`` has noted.

``python tests/bench/table.py FIGURES OUT``: reads the lines that ``figures.note`` wrote, prints a
Markdown table with every goal and whether it was met, and writes ``figures.json`` and an SVG for
each figure that was measured of 1, 10 and 100 times as much. ``make bench-docs`` puts them beside
the documentation.
"""

import json
import sys
from html import escape
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 360, 200, 48


def read(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def told(figure):
    """One row: what, on which database, how much, the most it should be, whether it is."""
    goal = figure["goal"]
    met = "" if goal is None else _met(figure["value"], goal)
    scale = f"（×{figure['scale']}）" if figure["scale"] else ""
    name = f"{figure['subject']}：{figure['name']}{scale}"
    value = f"{figure['value']:g} {figure['unit']}"
    goal = "" if goal is None else f"≤ {goal}"
    return f"| {name} | {figure['database']} | {value} | {goal} | {met} | {figure['reference']} |"


def _met(value, goal):
    if value <= goal:
        return "是"
    return f"否，为目标的{value / goal:.1f}倍" if goal else f"否，测得{value:g}"


def curves(figures):
    """``{(subject, name, unit, database): [(scale, value)]}`` of what was measured at several."""
    found = {}
    for each in figures:
        if each["scale"]:
            key = (each["subject"], each["name"], each["unit"], each["database"])
            found.setdefault(key, []).append((each["scale"], each["value"]))
    return {key: sorted(points) for key, points in found.items() if len(points) > 1}


def drawn(key, points):
    """The curve as SVG: scales at even steps, values from zero, each value beside its point."""
    subject, name, unit, database = key
    most = max(value for _, value in points) or 1
    step = (WIDTH - 2 * MARGIN) / (len(points) - 1)
    places = [
        (MARGIN + number * step, HEIGHT - MARGIN - value / most * (HEIGHT - 2.2 * MARGIN))
        for number, (_, value) in enumerate(points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{value:g}</text>'
        f'<text x="{x:.1f}" y="{HEIGHT - 28}" text-anchor="middle">×{scale}</text>'
        for (x, y), (scale, value) in zip(places, points, strict=True)
    )
    title = escape(f"{subject}：{name}（{unit}，{database}）")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{title}" font-family="sans-serif" font-size="11">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<text x="{WIDTH / 2}" y="18" text-anchor="middle">{title}</text>'
        f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{HEIGHT - MARGIN}" y2="{HEIGHT - MARGIN}" '
        f'stroke="#999"/><polyline points="{line}" fill="none" stroke="#a4262c" stroke-width="2"/>'
        f"{marks}</svg>\n"
    )


def main(source, folder, out=sys.stdout.write):
    figures, folder = read(source), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    head = "\n| 指标 | 数据库 | 测得 | 目标 | 达到 | 当时一百万次加法（毫秒） |\n"
    table = f"{head}|---|---|---|---|---|---|\n" + "".join(f"{told(each)}\n" for each in figures)
    out(table)
    (folder / "table.md").write_text(table, encoding="utf-8")
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (folder / "figures.json").write_text(f"{text}\n", encoding="utf-8")
    for number, (key, points) in enumerate(sorted(curves(figures).items()), start=1):
        (folder / f"growth-{number:02d}.svg").write_text(drawn(key, points), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
