"""Papers stand at nodes by name: a node that is renamed or gone is noticed before it loses them."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.state import ProjectState
from viewflow.workflow.models import Task

from workflow import flow_nodes
from workflow.positions import nodes_of

pytestmark = pytest.mark.django_db
LIST = Path(__file__).parent / "golden" / "nodes.json"
ENDORSE = "workflow/flows.certification.Certification.endorse"
EARLIER = ENDORSE.replace("endorse", "recognise")


def test_every_node_that_was_released_is_still_there():
    """Where this fails: ``MoveTasks`` in a migration, then the list anew from ``references()``."""
    assert json.loads(LIST.read_text()) == flow_nodes.references()


@pytest.fixture
def stranded(paper):
    """A product whose station step was called otherwise in the version before."""
    [item] = paper(1)
    task = Task.objects.filter(process_id=item.process_id, flow_task=ENDORSE)
    assert task.update(flow_task=EARLIER) == 1
    return item


def answer(capsys, *words):
    """``(exit status, what the command printed)``"""
    status = 0
    try:
        call_command("flow_papers", *words)
    except SystemExit as error:
        status = error.code
    return status, json.loads(capsys.readouterr().out)


def test_a_paper_at_a_node_that_is_gone_stops_migrating(stranded):
    [error] = flow_nodes.no_paper_is_stranded(None, databases=["default"])
    assert EARLIER in error.msg
    with pytest.raises(SystemCheckError, match="没有的环节"):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_a_database_without_papers_or_tables_stops_nothing(office, monkeypatch):
    assert flow_nodes.no_paper_is_stranded(None, databases=["default"]) == []
    assert flow_nodes.no_paper_is_stranded(None) == []
    monkeypatch.setattr(Task._meta, "db_table", "not_migrated_yet")
    assert flow_nodes.no_paper_is_stranded(None, databases=["default"]) == []


def test_the_command_lists_the_papers_that_a_change_would_touch(paper, capsys):
    [first], [second] = paper(1), paper(1, serial=2)
    status, listed = answer(capsys, "endorse", "assign_station")
    assert (status, listed["total"]) == (0, 2)
    titles = " ".join(title for titles in listed["nodes"].values() for title in titles)
    assert f"{first.process_id} " in titles
    assert f"{second.process_id} " in titles
    assert answer(capsys, "list_item") == (0, {"total": 0, "nodes": {}})


def test_the_command_lists_what_this_version_would_strand(stranded, capsys):
    status, listed = answer(capsys)
    assert (status, listed["total"]) == (1, 1)
    assert listed["nodes"][EARLIER][0].startswith(f"{stranded.process_id}")


def test_nothing_is_stranded_where_all_is_well(paper, capsys):
    paper(1)
    assert answer(capsys) == (0, {"total": 0, "nodes": {}})


def test_a_migration_moves_papers_to_the_new_name_and_back(stranded):
    assert nodes_of(stranded) == []
    operation, state = flow_nodes.MoveTasks(EARLIER, ENDORSE), ProjectState()
    editor = connection.SchemaEditorClass(connection)
    operation.database_forwards("workflow", editor, state, state)
    assert nodes_of(stranded) == ["endorse"]
    assert flow_nodes.lost() == {}
    operation.database_backwards("workflow", editor, state, state)
    assert flow_nodes.lost() == {EARLIER: 1}
