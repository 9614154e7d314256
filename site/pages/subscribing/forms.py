"""The form of a subscription: of what, of which place, and to which mailbox."""

from django import forms

from doors.guarded_forms import GuardedForm
from registry.models import Township

from .topics import common, name_of, parts_of, title_of

#: Feeds that can be had of one township.
OF_PLACES = ("catalogue", "notices")


class SubscriptionForm(GuardedForm):
    """``asked_topic``: the topic that the address of the form names, offered first."""

    scope = "subscription"

    topic = forms.ChoiceField(label="订阅内容", error_messages={"required": "请选择订阅内容"})
    township = forms.ChoiceField(
        label="只订阅一个乡镇街道的（可不选）",
        help_text="公示与结果、目录变动可以只订阅一个产地的。",
        required=False,
    )
    address = forms.EmailField(
        label="电子邮箱",
        help_text="加密保存，只用于发送您订阅的内容；退订后立即删除。",
        max_length=120,
        error_messages={"required": "请填写电子邮箱", "invalid": "电子邮箱的格式不正确"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, asked_topic="", **kwargs):
        super().__init__(*args, **kwargs)
        topics = common()
        feed, chosen = parts_of(self.data.get("topic", "") or asked_topic)
        special = name_of(feed, chosen)
        if feed and special not in dict(topics) and (title := title_of(feed, chosen)):
            topics = [(special, title), *topics]
        self.fields["topic"].choices = topics
        if feed:
            self.fields["topic"].initial = special
        places = Township.objects.values_list("gb_code", "name")
        self.fields["township"].choices = [("", "全部"), *places]
        if chosen and feed in OF_PLACES:
            del self.fields["township"]

    def clean(self):
        cleaned = super().clean()
        feed, chosen = parts_of(cleaned.get("topic", ""))
        township = cleaned.get("township")
        if township and feed not in OF_PLACES:
            self.add_error("township", "这项内容不分乡镇街道，请选“全部”")
        elif township:
            chosen = {**chosen, "township": township}
        self.instance_name = name_of(feed, chosen)
        self.instance_title = title_of(feed, chosen)
        return cleaned
