"""A sentence of a page, written over several lines of its template.

Chinese has no blanks: a line break in the source would be seen as one on the page.
"""

import re

from django import template
from django.template.base import TextNode

register = template.Library()


@register.tag
def oneline(parser, token):
    """What stands until ``{% endoneline %}``, without its line breaks and indentations."""
    nodes = parser.parse(("endoneline",))
    parser.delete_first_token()
    for text in nodes.get_nodes_by_type(TextNode):
        text.s = re.sub(r"\n *", "", text.s)
    return Written(nodes)


class Written(template.Node):
    """The nodes as they are; the breaks went when the template was read."""

    def __init__(self, nodes):
        self.nodelist = nodes

    def render(self, context):
        return self.nodelist.render(context)
