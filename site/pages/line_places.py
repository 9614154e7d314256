"""Lines in the middle and at the right: two buttons of the editor, one class each on the page."""

from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import BlockElementHandler
from wagtail.admin.rich_text.editors.draftail.features import BlockFeature

from .models.blocks import AT_RIGHT, CENTRE

LABELS = {CENTRE: "居中", AT_RIGHT: "居右"}


@hooks.register("register_rich_text_features")
def register_line_places(features):
    """Let a paragraph be set in the middle or at the right (题注, 落款 of a part)."""
    for name, label in LABELS.items():
        words = {"type": name, "label": label, "description": f"{label}的一行"}
        block = BlockFeature(words, css={"all": ["pages/editors.css"]})
        features.register_editor_plugin("draftail", name, block)
        rule = {
            "from_database_format": {f'p[class="{name}"]': BlockElementHandler(name)},
            "to_database_format": {"block_map": {name: {"element": "p", "props": {"class": name}}}},
        }
        features.register_converter_rule("contentstate", name, rule)
