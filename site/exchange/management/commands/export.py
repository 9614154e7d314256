"""``manage.py export catalog|sales --out DIR [--full] [--at ISO]``: the newest batch as files."""

import json
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from exchange.models import ExportBatch, ExportStream
from exchange.packages import reasons_against_directory, write_package
from exchange.receivers import first_receiver, receiver
from exchange.services import Damaged, export_dataset, open_files
from exchange.services.set_aside import reasons_of_waiting
from registry.rulesets import NoRuleSet
from rules.periods import SHANGHAI
from rules.refusal import Refused

NOTHING = 2


class Command(BaseCommand):
    help = "生成报送批次（清单、JSON、CSV、XLSX）；没有新变更时重写最近一批，字节不变"

    def add_arguments(self, parser):
        parser.add_argument(
            "dataset", choices=["catalog", "sales"], help="数据集：catalog 产品目录，sales 销售记录"
        )
        parser.add_argument("--out", required=True, type=Path, help="写入的目录")
        parser.add_argument("--at", help="生成时间，ISO 8601，未写时区的按北京时间；默认为现在")
        parser.add_argument("--batch", help="只按冻结内容重写指定批次号的文件，不生成新批次")
        parser.add_argument("--full", action="store_true", help="全量：每个目录条目一条最新记录")
        parser.add_argument("--receiver", help="接收方名称；默认为设置中的第一个")

    def handle(self, *, out, batch, **options):
        out = Path(out).absolute()
        if reasons := reasons_against_directory(out):
            raise CommandError("；".join(reasons))
        chosen_batch = _existing(batch) if batch else _newest(**options)
        self.stdout.write(json.dumps(_written(chosen_batch, out), ensure_ascii=False))


def _moment(text):
    if text is None:
        return timezone.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}”不是 ISO 8601 时间，应如 2021-03-31T18:00:00+08:00") from error
    return at if at.utcoffset() is not None else at.replace(tzinfo=SHANGHAI)


def _existing(batch_id):
    batch = ExportBatch.objects.filter(batch_id=batch_id).first()
    if batch is None:
        raise CommandError(f"没有批次“{batch_id}”")
    return batch


def _newest(*, dataset, at, full, receiver: str | None, **options):
    try:
        chosen = _receiver(receiver, dataset)
        batch = export_dataset(dataset, at=_moment(at), receiver=chosen, full=full)
    except Refused as refused:
        raise CommandError("未生成批次：" + "；".join(refused.reasons)) from refused
    except NoRuleSet as missing:
        raise CommandError(f"未生成批次：{missing}") from missing
    except OperationalError as busy:
        raise CommandError(f"数据库忙或不可用，未生成批次，请稍后再试（{busy}）") from busy
    if batch is None:
        raise CommandError(_nothing(dataset, chosen), returncode=NOTHING)
    return batch


def _receiver(title, dataset):
    return receiver(title) if title else first_receiver(dataset)


def _nothing(dataset, chosen):
    stream = ExportStream.objects.filter(dataset=dataset, receiver=chosen.title).first()
    waiting = reasons_of_waiting(stream) if stream else []
    if waiting:
        reasons = "；".join(f"{words}不符合交换格式：{reason}" for words, reason in waiting)
        return f"未生成批次：{reasons}"
    return "目录中还没有任何变更，没有可报送的内容"


def _written(batch, out):
    try:
        package = write_package(out, batch.batch_id, open_files(batch))
    except Damaged as damaged:
        raise CommandError(str(damaged)) from damaged
    except OSError as error:
        raise CommandError(
            f"批次{batch}已生成，但文件未能写入“{out}”：{error.strerror}。"
            f"请排除后用 --batch {batch} 重写"
        ) from error
    return {
        "batch_id": batch.batch_id,
        "mode": batch.mode,
        "sequence": batch.sequence,
        "record_count": batch.record_count,
        "set_aside": len(reasons_of_waiting(batch.stream)),
        "manifest_sha256": batch.manifest_sha256,
        "path": str(package),
    }
