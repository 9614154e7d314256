"""The house keeps its rules: layout, sizes, constraints, flows, time and sockets, on every run.

What ruff and import-linter can see is kept there (pyproject.toml); this is the rest.
"""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, F, Q
from django.template.loader import get_template
from viewflow.workflow.flow import Flow
from viewflow.workflow.flow import nodes as viewflow
from viewflow.workflow.lock import SelectForUpdateLock

import workflow.flows
from rules.terms import TERM_NAMES
from workflow.nodes import OfficersTask

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
ROOMS = sorted(path.parent.name for path in SITE.glob("*/__init__.py"))
#: What lies among the static files is a program for others, which runs without the house.
NO_MODULES = {"migrations", "static"}
MODULES = sorted(path for path in SITE.rglob("*.py") if NO_MODULES.isdisjoint(path.parts))
TEMPLATES = sorted(path for path in ROOT.glob("templates/**/*") if path.is_file())
MODELS = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]

#: Where people, machines and schedulers come in: the only places that look at the clock.
DOORS = {
    "admin_forms",
    "api",
    "hands_views",
    "site_checks",
    "commands",
    "desk",
    "feeds",
    "forms",
    "views",
    "wagtail_hooks",
}
CLOCKS = {"now", "localdate", "localtime", "today", "utcnow"}
#: Django asks its backends for permissions, and saves rows for its forms, without a time.
TIMELESS = {
    "site/registry/permissions.py",
    "site/records/acting.py",  # a middleware: who acts, from when the request came in
    "site/registry/listed_words.py",  # what categories are called while a page is shown
    "site/registry/names.py",  # what the offices are called while a page is shown
    "site/records/models/audit.py",  # when a row was written, beside when the act was
    "site/records/waking.py",  # a worker calls it without a time
    "site/portal/adapters.py",  # allauth calls it without a time
    "site/pages/last_signature.py",  # Wagtail calls it without a time
    "site/pages/offices.py",  # Wagtail asks for permissions without a time
    "site/config/session_store.py",  # Django asks for a session without a time
    "site/config/readiness.py",  # what a monitor is told at this moment
    "site/workflow/whereabouts.py",  # shows a moment in China
    "site/exchange/sandbox/platform.py",  # somebody else's system, with a clock of its own
    "site/pages/machines/metadata.py",  # what a page says while it is shown
}
#: How another system is spoken to, where the name of the package alone does not tell.
WIRES = {"urllib.request", "http.client"}
#: Names of the programme and of the district, and the places that quote or found them.
NAMES = re.compile("扶贫|帮扶|章贡|农业农村局")
NAMED_IN = {
    "config/settings/exchange.py",  # what a national platform is called
    "demo",
    "desk/loading",  # the founding of a fictional district
    "rules/first_terms.py",  # the State Council's own list of subjects
    "rules/vocabulary.py",  # the words of the 办法, the defaults of a rule set
    "pages/models/documents.py",  # a subject of the State Council's own list, as an example
}
BANNED_NAMES = {"base", "common", "core", "helpers", "misc", "utils"}


def name(path):
    return str(path.relative_to(ROOT))


@cache
def tree(path):
    return ast.parse(path.read_text())


@cache
def walk(node):
    return tuple(ast.walk(node))


def find(node, *kinds):
    return [child for child in walk(node) if isinstance(child, kinds)]


def length(path):
    return len(path.read_text().splitlines())


def words(path):
    """The folders and the stem of a module: ``{"workflow", "management", "commands", "clock"}``."""
    return {*path.relative_to(SITE).parts[:-1], path.stem}


def imports(path):
    """Every absolute import of a module, as dotted names."""
    for node in find(tree(path), ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif not node.level:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


# Layout and size


def test_site_is_a_source_root_and_never_a_package():
    assert not (SITE / "__init__.py").exists()


def test_gitignore_hides_nothing_of_the_source(tmp_path):
    sources = [name(path) for path in (*MODULES, *TEMPLATES, Path(__file__))]
    (tmp_path / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    found = subprocess.run(
        ["git", "-C", tmp_path, "check-ignore", "--no-index", "--stdin"],
        input="\n".join(sources),
        capture_output=True,
        text=True,
    )
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 1)


def test_no_module_is_longer_than_400_lines_and_no_template_than_120():
    long = [path for path in MODULES if length(path) > 400]
    long += [path for path in TEMPLATES if length(path) > 120]
    assert [name(path) for path in long] == []


def test_no_line_of_a_template_is_longer_than_160_columns():
    long = [
        path for path in TEMPLATES if max(map(len, path.read_text().splitlines()), default=0) > 160
    ]
    assert [name(path) for path in long] == []


def test_offices_the_district_and_the_programme_are_named_by_the_rule_set_alone():
    """A fact once: templates say ``{% name "office" %}``, code ``registry.names.fill``."""
    literal = [path for path in TEMPLATES if NAMES.search(path.read_text())]
    literal += [path for path in MODULES if not is_founding(path) and says_a_name(path)]
    assert [name(path) for path in literal] == []


def is_founding(path):
    return any(path.is_relative_to(SITE / place) for place in NAMED_IN)


def says_a_name(path):
    """Whether a string that is no docstring says one of the names."""
    bodies = find(tree(path), ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(node.body[0].value) for node in bodies if ast.get_docstring(node)}
    strings = [each for each in find(tree(path), ast.Constant) if isinstance(each.value, str)]
    return any(NAMES.search(each.value) for each in strings if id(each) not in docstrings)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_template_can_be_read(path):
    get_template(f"{path.relative_to(ROOT / 'templates')}")


def test_every_module_says_what_belongs_there():
    full = [path for path in MODULES if path.read_text().strip()]
    assert [name(path) for path in full if not ast.get_docstring(tree(path))] == []


def test_every_module_is_named_for_its_subject():
    vague = [path for path in MODULES if BANNED_NAMES & words(path)]
    assert [name(path) for path in vague] == ["site/config/settings/base.py"]


def test_every_package_imported_from_outside_is_a_direct_requirement():
    lists = [ROOT / f"requirements{name}.txt" for name in ("", "-ocr", "-s3")]
    words = "\n".join(path.read_text() for path in lists)
    listed = re.findall(r"^#= ([\w-]+)", words, re.MULTILINE)
    direct = {package.lower() for package in listed}
    imported = {dotted.split(".")[0] for path in MODULES for dotted in imports(path)}
    providers = packages_distributions()
    unlisted = [
        package
        for package in imported - {*sys.stdlib_module_names, *ROOMS}
        if direct.isdisjoint(dist.lower().replace("_", "-") for dist in providers[package])
    ]
    assert sorted(unlisted) == []


def test_only_exchange_speaks_to_other_systems():
    """demo may ask its own server, on the loopback, whether it is up."""
    strangers = [path for path in MODULES if words(path).isdisjoint({"exchange", "demo"})]
    assert [name(path) for path in strangers if not WIRES.isdisjoint(imports(path))] == []


def test_nobody_but_the_outbox_sends_mail():
    """Promise of the outbox: a mail is a row of the act's own transaction, or nothing."""
    senders = [
        path for path in MODULES if any("django.core.mail" in name for name in imports(path))
    ]
    assert [name(path) for path in senders] == ["site/records/mail.py", "site/records/outbox.py"]
    shortcuts = {"email_user", "mail_admins", "mail_managers", "send_mass_mail"}
    calls = [
        f"{name(path)}:{call.lineno}"
        for path in MODULES
        for call in find(tree(path), ast.Call)
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in shortcuts
    ]
    assert calls == []


def test_time_is_an_argument_below_the_doors():
    below = [path for path in MODULES if DOORS.isdisjoint(words(path))]
    looks = {f"{name(path)}:{line}" for path in below for line in looks_at_the_clock(path)}
    assert sorted(look for look in looks if look.split(":")[0] not in TIMELESS) == []


def looks_at_the_clock(path):
    """The lines that read the time, but for functions that are handed a request."""
    functions = find(tree(path), ast.FunctionDef)
    doors = [f for f in functions if any(arg.arg == "request" for arg in f.args.args)]
    inside = {call for door in doors for call in find(door, ast.Call)}
    calls = set(find(tree(path), ast.Call)) - inside
    return [call.lineno for call in calls if getattr(call.func, "attr", "") in CLOCKS]


def test_no_class_names_its_template_by_hand():
    """A page finds its template by its own name; a view says ``template_name``."""
    named = [
        f"{name(path)}:{line.lineno}"
        for path in MODULES
        for cls in find(tree(path), ast.ClassDef)
        for line in cls.body
        if isinstance(line, ast.Assign)
        and "template" in {getattr(target, "id", "") for target in line.targets}
    ]
    assert named == []


# Models


def test_every_model_and_field_has_a_chinese_name():
    nameless = [model._meta.label for model in MODELS if not chinese(model._meta)]
    nameless += [str(field) for model in MODELS for field in visible(model) if not chinese(field)]
    assert nameless == []


def test_every_docstring_of_a_model_opens_with_its_chinese_name():
    unbound = [
        f"{model._meta.label}: {model._meta.verbose_name}"
        for model in MODELS
        if not model.__doc__.startswith(str(model._meta.verbose_name))
    ]
    assert unbound == []


def chinese(named):
    return re.search("[\u4e00-\u9fff]", str(named.verbose_name))


def visible(model):
    """The model's own columns, but for its key and the hidden link to a parent table."""
    links = model._meta.parents.values()
    own = model._meta.local_concrete_fields
    return [field for field in own if not field.primary_key and field not in links]


def test_paired_fields_have_a_constraint_that_binds_them():
    """Promise 5. Two mandatory columns are whole by themselves; an order of days never is."""
    loose = [f"{model._meta.label}: {pair}" for model in MODELS for pair in loose_pairs(model)]
    assert loose == []


def loose_pairs(model):
    checks = [rule for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
    bound = [mentioned(check.condition) for check in checks]
    return [pair for pair in pairs(model) if not any(names.issuperset(pair) for names in bound)]


def pairs(model):
    """Columns that mean nothing apart: ``x_from``/``x_until``, an optional ``x_at``/``x_by``."""
    own = {field.name: field for field in model._meta.local_concrete_fields}
    for first, field in own.items():
        stem, ending = re.fullmatch(r"(.*?)(from|at|on|$)", first).groups()
        second = own.get(stem + ("until" if ending == "from" else "by")) if ending else None
        if second and (ending == "from" or is_optional(field) or is_optional(second)):
            yield first, second.name


def is_optional(field):
    return field.null or field.blank


def mentioned(part):
    """The field names in a condition, on either side of its lookups."""
    if isinstance(part, Q):
        return set().union(*map(mentioned, part.children))
    if isinstance(part, tuple):
        return {part[0].split("__")[0]} | mentioned(part[1])
    if isinstance(part, F):
        return {part.name.split("__")[0]}
    expressions = getattr(part, "get_source_expressions", list)()
    return set().union(*map(mentioned, expressions))


def test_no_model_can_hold_a_quota():
    """R42: nobody may press districts for numbers, so no column exists to put one in."""
    fields = [str(field) for model in MODELS for field in model._meta.local_concrete_fields]
    assert [field for field in fields if re.search("target|quota", field.split(".")[-1])] == []


# Flows


def flows():
    for module in pkgutil.iter_modules(workflow.flows.__path__, "workflow.flows."):
        importlib.import_module(module.name)
    found, queue = [], [Flow]
    while queue:
        children = queue.pop().__subclasses__()
        queue += children
        found += [flow for flow in children if flow.__module__.split(".")[0] in ROOMS]
    return sorted(found, key=str)


def test_every_flow_locks_its_process_row_and_waits_for_it():
    locks = {flow.__name__: flow.lock_impl for flow in flows()}
    assert locks
    for lock in locks.values():
        assert isinstance(lock, SelectForUpdateLock)
        assert (lock.nowait, lock.attempts) == (False, 1)


def test_only_the_flow_of_cases_adjusts_suspends_resumes_or_removes_an_entry():
    """A lawful act has one road: whoever else wants it proposes it to the flow."""
    acts = {"adjust", "suspend", "resume", "remove"}
    callers = set()
    for path in MODULES:
        names = {
            alias.asname or alias.name
            for node in find(tree(path), ast.ImportFrom)
            if node.module == "catalog"
            for alias in node.names
            if alias.name == "services"
        }
        direct = {
            alias.name
            for node in find(tree(path), ast.ImportFrom)
            if node.module == "catalog.services"
            for alias in node.names
        }
        called = {
            node.attr
            for node in find(tree(path), ast.Attribute)
            if isinstance(node.value, ast.Name) and node.value.id in names
        }
        if acts & (called | direct):
            callers.add(name(path))
    assert callers == {"site/workflow/flows/change_effects.py"}


def test_every_task_of_a_person_is_somebodys_and_has_a_limit():
    nodes = [node for flow in flows() for node in flow.instance.nodes()]
    tasks = [node for node in nodes if isinstance(node, viewflow.View | viewflow.Start)]
    assert tasks
    assert [str(node) for node in tasks if not isinstance(node, OfficersTask)] == []
    assert [str(node) for node in tasks if node._owner_permission is None] == []
    assert [str(node) for node in tasks if node.limit not in TERM_NAMES] == []


# Wiring
