"""Days and moments in the registers and in Wagtail's lists as at the desk: 2020-04-01."""

DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
