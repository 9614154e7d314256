"""A diagram of states as SVG: boxes in layers, arrows down, what goes back up drawn beside.

Layers as Sugiyama laid them: arrows that go back are turned round, a state stands below all that
lead to it, arrows over several layers get a place in each, and each layer is put in the order of
its neighbours. The same states and arrows always make the same drawing.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from django.template.loader import render_to_string

WIDTH, HEIGHT, SIDE, BELOW, MARGIN = 148, 38, 28, 52, 44
#: How far arrows stand apart at a box, and the room that one takes between boxes.
APART, PASSING = 34, 20
#: What an arrow back to its own box needs beside it.
LOOP = 56
SWEEPS = 12


@dataclass
class Node:
    """A state, or the place in one layer where an arrow passes (``label`` is empty)."""

    key: object
    label: str = ""
    layer: int = 0
    x: float = 0
    above: list = field(default_factory=list)
    below: list = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False
    first_label: str = ""
    loop_label: str = ""

    @property
    def width(self):
        return WIDTH if self.label else PASSING

    @property
    def left(self):
        return self.x - self.width / 2

    @property
    def right(self):
        return self.x + self.width / 2

    @property
    def top(self):
        return MARGIN + self.layer * (HEIGHT + BELOW)

    @property
    def bottom(self):
        return self.top + HEIGHT

    @property
    def middle(self):
        return self.top + HEIGHT / 2


@dataclass
class Line:
    """An arrow as drawn: a path in SVG's words, where its label stands, a head at which ends."""

    path: str
    label: str
    x: float
    y: float
    is_double: bool


def svg(diagram):
    """``diagram`` (title, states, arrows, note) as SVG text."""
    nodes = {key: Node(key, label) for key, label in diagram.states}
    ways = _ways(nodes, diagram.arrows)
    turned = _going_back(nodes, ways)
    double = {pair for pair in turned if ways.get(pair[::-1]) == ways[pair] == ""}
    drawn = [pair for pair in ways if pair not in double]
    _put_in_layers(nodes, ways, turned)
    chains = {pair: _chain(nodes, pair, pair in turned) for pair in drawn}
    layers = _layers(nodes, chains.values())
    _order(layers)
    _place(layers)
    placed = [node for layer in layers for node in layer]
    shift = MARGIN - min(node.left - (LOOP if node.loop_label else 0) for node in placed)
    for node in placed:
        node.x += shift
    ports = _ports(chains, turned)
    context = {
        "title": diagram.title,
        "note": diagram.note,
        "nodes": list(nodes.values()),
        "lines": [
            _line(chains[pair], ports[pair], ways[pair], pair in turned, pair[::-1] in double)
            for pair in drawn
        ],
        "width": max(node.right for node in placed) + MARGIN,
        "height": MARGIN * 2 + len(layers) * (HEIGHT + BELOW) - BELOW,
    }
    return render_to_string("printing/state_chart.svg", context)


def _ways(nodes, arrows):
    """``{(from, to): label}`` between two states; what starts, ends and stays goes to the nodes."""
    ways = {}
    for old, new, label in arrows:
        if not old:
            nodes[new].is_first, nodes[new].first_label = True, label
        elif not new:
            nodes[old].is_last = True
        elif old == new:
            nodes[old].loop_label = label
        else:
            ways[old, new] = "、".join(filter(None, (ways.get((old, new)), label)))
    return ways


def _going_back(nodes, ways):
    """The arrows that lead back to where one came from, walking as the table reads."""
    back, walked, open_now = set(), set(), []

    def walk(key):
        walked.add(key)
        open_now.append(key)
        for old, new in ways:
            if old == key and new in open_now:
                back.add((old, new))
            elif old == key and new not in walked:
                walk(new)
        open_now.pop()

    for key in nodes:
        if key not in walked:
            walk(key)
    return back


def _down(pair, turned):
    return pair[::-1] if pair in turned else pair


def _put_in_layers(nodes, ways, turned):
    """A state stands one layer below the lowest that leads to it; what stands alone, at the end."""
    down = [_down(pair, turned) for pair in ways]
    for _ in nodes:
        for old, new in down:
            nodes[new].layer = max(nodes[new].layer, nodes[old].layer + 1)
    last = max(node.layer for node in nodes.values())
    joined = {key for pair in ways for key in pair}
    for key, node in nodes.items():
        node.layer = node.layer if key in joined or node.is_first else last


def _chain(nodes, pair, goes_up):
    """From the upper state to the lower, with a place in each layer between."""
    upper, lower = (nodes[key] for key in (pair[::-1] if goes_up else pair))
    between = range(upper.layer + 1, lower.layer)
    chain = [upper, *(Node((*pair, layer), layer=layer) for layer in between), lower]
    for above, below in pairwise(chain):
        above.below.append(below)
        below.above.append(above)
    return chain


def _layers(nodes, chains):
    layers = [[] for _ in range(1 + max(node.layer for node in nodes.values()))]
    passing = {node.key: node for chain in chains for node in chain[1:-1]}
    for node in (*nodes.values(), *passing.values()):
        layers[node.layer].append(node)
    return layers


def _order(layers):
    """Each layer by the middle of its neighbours, down and up in turn."""
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            at = {node.key: place for each in layers for place, node in enumerate(each)}
            middles = {
                node.key: _mean(
                    [at[other.key] for other in (node.above if sweep % 2 == 0 else node.below)],
                    at[node.key],
                )
                for node in layer
            }
            layer.sort(key=lambda node, middles=middles: middles[node.key])


def _place(layers):
    """Each node below its neighbours as far as those beside it in the layer leave room."""
    for layer in layers:
        _spread(layer, [0.0] * len(layer))
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [
                _mean([other.x for other in (*node.above, *node.below)], node.x) for node in layer
            ]
            _spread(layer, wanted)


def _spread(layer, wanted):
    """The wanted places, moved apart and then back as one, so that nothing overlaps."""
    edge = None
    for node, x in zip(layer, wanted, strict=True):
        node.x = x if edge is None else max(x, edge + SIDE + node.width / 2)
        edge = node.x + node.width / 2
    drift = _mean([node.x - x for node, x in zip(layer, wanted, strict=True)], 0)
    for node in layer:
        node.x -= drift


def _mean(numbers, otherwise):
    return sum(numbers) / len(numbers) if numbers else otherwise


def _ports(chains, turned):
    """Where each arrow leaves its upper box and meets its lower one, in the order of the others."""
    ports = {pair: [0, 0] for pair in chains}
    for end, beside in ((0, 1), (-1, -2)):
        at_box = {}
        for pair, chain in chains.items():
            at_box.setdefault(chain[end].key, []).append(
                (chain[beside].x, pair in turned, pair, chain[end].x)
            )
        for found in at_box.values():
            apart = min(APART, (WIDTH - PASSING) / len(found))
            for place, (_x, _up, pair, middle) in enumerate(sorted(found)):
                ports[pair][end] = middle + apart * (place - (len(found) - 1) / 2)
    return ports


def _line(chain, ports, label, goes_up, is_double):
    """The arrow along its chain, from port to port."""
    points = [(ports[0], chain[0].bottom)]
    for node in chain[1:-1]:
        points += [(node.x, node.top), (node.x, node.bottom)]
    points.append((ports[-1], chain[-1].top))
    (x, y), (next_x, next_y) = points[:2]
    if goes_up:
        points.reverse()
    return Line(_path(points), label, (x + next_x) / 2, (y + next_y) / 2, is_double)


def _path(points):
    x, y = points[0]
    path = f"M{x:.0f} {y:.0f}"
    for next_x, next_y in points[1:]:
        middle = (y + next_y) / 2
        path += f" C{x:.0f} {middle:.0f} {next_x:.0f} {middle:.0f} {next_x:.0f} {next_y:.0f}"
        x, y = next_x, next_y
    return path
