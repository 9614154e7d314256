"""The registry as a Django application."""

from django.apps import AppConfig, apps


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "基础信息"

    def ready(self):
        from django.db.models.signals import post_migrate

        from . import (
            audit_checks,  # noqa: F401, registers itself
            audited_models,
            day_spans,
            head_mail,  # noqa: F401, these register their jobs
            listed_words,
            names,
            permission_names,
            recounting,  # noqa: F401
            registering,  # noqa: F401
            rulesets,
            sign_ins,
            signed_in,
            tokens,  # noqa: F401
        )

        sign_ins.connect()
        signed_in.connect()
        audited_models.enter()
        rulesets.connect()
        names.connect()
        listed_words.connect()
        post_migrate.connect(
            day_spans.RULE_SETS.create, sender=self, dispatch_uid="registry.ruleset_spans"
        )
        # by the turn of the last, every permission is there
        *_, last = (config for config in apps.get_app_configs() if config.models_module)
        post_migrate.connect(
            permission_names.translate_names, sender=last, dispatch_uid="registry.permission_names"
        )
