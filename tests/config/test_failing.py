"""What cannot be answered is said in Chinese, whatever else is broken: no request, no database."""

import pytest
from django.views import defaults


@pytest.mark.parametrize(
    ("view", "arguments", "said"),
    [
        (defaults.server_error, (), "系统出错"),
        (defaults.bad_request, (ValueError(),), "请求无法处理"),
        (defaults.permission_denied, (ValueError(),), "没有权限"),
    ],
)
def test_a_failure_speaks_chinese(rf, view, arguments, said):
    assert said in view(rf.get("/"), *arguments).content.decode()
