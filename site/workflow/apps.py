"""The workflow as a Django application."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "认定审核"

    def ready(self):
        from django.db.models.signals import post_migrate
        from viewflow.workflow.models import Process, Task
        from viewflow.workflow.signals import task_failed

        from applications import above as applications
        from catalog import above as catalog
        from pages import district_figures, issued
        from records.audit_words import ACTIONS
        from records.prepared_writes import prepare_writes
        from records.row_changes import audit
        from registry import above as registry
        from rules.duties import CRITERIA
        from supervision import above as supervision

        from . import (
            answers,
            flow_nodes,  # noqa: F401, registers its check
            indexes,
            measures,  # noqa: F401, registers itself
            preserved_files,
            recounting,  # noqa: F401, registers itself
            step_figures,
            trail_pages,
        )
        from .models import (
            Letter,
            Opinion,
            OpinionTemplate,
            Reminder,
            SignedDuty,
            Turn,
            UpperReview,
        )
        from .services import (
            absence,  # noqa: F401, these register their jobs
            acceptance,  # noqa: F401
            acceptance_reminders,  # noqa: F401
            bulletin_reminders,  # noqa: F401
            bulletins,  # noqa: F401
            complaints,
            consultations,  # noqa: F401
            daily_notice,  # noqa: F401
            deliveries,  # noqa: F401
            dishonesty,  # noqa: F401
            failures,
            findings,
            notices,  # noqa: F401
            orphans,  # noqa: F401
            outages,  # noqa: F401
            preservations,
            questions,  # noqa: F401
            reminders,  # noqa: F401
            renewals,  # noqa: F401
            retention,  # noqa: F401
            scans,  # noqa: F401
            timers,  # noqa: F401
        )

        audit(OpinionTemplate, "workflow")
        prepare_writes(Process, Task, Task.previous.through)
        prepare_writes(Letter, Opinion, Reminder, SignedDuty, Turn, UpperReview)
        ACTIONS["workflow.close_office"] = "撤销机构并移交工作"
        ACTIONS["workflow.close_township"] = "撤销乡镇街道并移交所属单位"
        ACTIONS["workflow.delivery.send"] = "分送文件"
        ACTIONS["workflow.delivery.read"] = "签收文件"
        ACTIONS["workflow.note_short_window"] = "发现公示期不足"
        ACTIONS["workflow.decide_short_window"] = "决定公示期不足的处置"
        ACTIONS["workflow.extend"] = "延长办理期限"
        ACTIONS.update({f"workflow.sign.{duty}": f"签署{duty.label}意见" for duty in CRITERIA})
        trail_pages.connect()
        preserved_files.register()
        issued.FINDERS.append(answers.find_document)
        if step_figures.step_figures not in district_figures.TABLES:
            district_figures.TABLES.insert(4, step_figures.step_figures)
        applications.register(
            is_being_mended=answers.is_being_mended,
            mended_items=answers.mended_items,
            was_returned=answers.was_returned,
            visible_to=answers.visible_to,
        )
        applications.register(reasons_against_deleting=preservations.reasons_against_deleting)
        catalog.register(open_case=answers.open_case)
        registry.register(
            has_listed=answers.has_listed,
            has_publicised=answers.has_publicised,
            open_cases=answers.open_cases,
        )
        supervision.register(
            take_up=findings.take_up,
            begin=complaints.begin,
            open_acts=complaints.open_acts,
            go_on=complaints.go_on,
            hand_over=complaints.hand_over,
            extend=complaints.extend,
        )
        post_migrate.connect(indexes.create, dispatch_uid="workflow.indexes")
        task_failed.connect(failures.scrub, dispatch_uid="workflow.failures")
