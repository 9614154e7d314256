"""What things are called: plain names, the glossary whole, other people's private parts listed."""

import ast
import re

from tests.test_house import MODELS, MODULES, SITE, find, name, tree, walk

#: Bare participles name nothing: say what the thing is (``rows``, ``reasons``, ``is_held``).
PARTICIPLES = {"asked", "found", "given", "held", "kept", "known"}
PARTICIPLES |= {"said", "seen", "shown", "told", "wanted"}
#: Underscored, and documented by Django all the same.
PUBLISHED = {"_base_manager", "_default_manager", "_meta", "_save"}


def test_no_name_is_a_bare_participle():
    offenders = [
        f"{name(path)}:{line} {word}"
        for path in MODULES
        for line, word in defined_names(path)
        if word.strip("_").lower() in PARTICIPLES
    ]
    assert offenders == []


def defined_names(path):
    """``(line, name)`` of what a module defines, variables, arguments and attributes with it."""
    for node in walk(tree(path)):
        match node:
            case ast.Name(id=word, ctx=ast.Store()) | ast.Attribute(attr=word, ctx=ast.Store()):
                yield node.lineno, word
            case ast.arg(arg=word) | ast.FunctionDef(name=word) | ast.ClassDef(name=word):
                yield node.lineno, word
            case ast.alias(asname=str(word)) | ast.ExceptHandler(name=str(word)):
                yield node.lineno, word


def test_private_parts_of_others_are_listed_for_the_next_upgrade():
    text = (SITE / "README.md").read_text().partition("## Private parts")[2].partition("\n## ")[0]
    own = {word for path in MODULES for _, word in defined_names(path)}
    used = {each for path in MODULES for each in private_parts(path, own)}
    assert [each for each in sorted(used) if each not in text] == []


def private_parts(path, own):
    """Underscored names that are not ours or lie above ours, and modules named ``internal``."""
    for node in find(tree(path), ast.Attribute):
        above = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "super"
        is_private = re.match("_[a-z]", node.attr) and node.attr not in PUBLISHED
        if is_private and (above or node.attr not in own):
            yield f"`{node.attr}`"
    for node in find(tree(path), ast.ImportFrom):
        if ".internal" in (node.module or ""):
            yield f"`{node.module.partition('.')[2]}`"


def test_the_words_name_every_model_in_the_order_of_the_alphabet():
    """``site/README.md`` binds the Chinese name of a thing to its name in code."""
    text = (SITE / "README.md").read_text().partition("\n## Words\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    rows = [tuple(line.split(" | ")[:2]) for line in lines]
    terms = [term for _, term in rows]
    assert terms == sorted(terms, key=str.lower)
    models = {(f"| {model._meta.verbose_name}", model.__name__) for model in MODELS}
    assert {row for row in rows if row[1][0].isupper()} == models
