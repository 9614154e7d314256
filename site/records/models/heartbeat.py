"""The witness of the clock: when it last ran, by the wall and by the machine's own running time."""

from django.db import models


class Heartbeat(models.Model):
    """心跳: one row per clock; compared at the next beat to notice a wall clock that jumped."""

    name = models.CharField("名称", max_length=40, unique=True)
    at = models.DateTimeField("时间")
    boot_id = models.CharField("开机标识", max_length=40)
    running_seconds = models.FloatField("开机秒数")

    class Meta:
        verbose_name = verbose_name_plural = "心跳"

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
