from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0012_opinions_by_time"),
    ]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "收件回执"),
                    ("accepted", "区级受理通知书"),
                    ("endorsed", "工作站认可通知"),
                    ("returned", "补正通知"),
                    ("refused", "不予认定反馈书"),
                    ("publicised", "区级公示通知"),
                    ("extended", "期限延长通知"),
                    ("objection", "异议核查通知"),
                    ("resumed", "异议核查结果通知"),
                    ("city", "市级复核通过通知"),
                    ("province", "省级审核备案通知"),
                    ("national", "全国公示通知"),
                    ("listed", "列入目录通知"),
                    ("terminated", "终止通知"),
                    ("review", "重新审核通知"),
                    ("again", "重新公示通知"),
                    ("renewal", "再次申请提醒"),
                    ("change", "变更办理通知"),
                    ("suspended", "暂停通知"),
                    ("reinstated", "恢复通知"),
                    ("removed", "清理通知"),
                    ("held", "暂缓办理通知"),
                    ("taken_back", "意见收回通知"),
                    ("corrected", "更正通知"),
                ],
                max_length=12,
                verbose_name="种类",
            ),
        ),
        migrations.AlterField(
            model_name="letterwording",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "收件回执"),
                    ("accepted", "区级受理通知书"),
                    ("endorsed", "工作站认可通知"),
                    ("returned", "补正通知"),
                    ("refused", "不予认定反馈书"),
                    ("publicised", "区级公示通知"),
                    ("extended", "期限延长通知"),
                    ("objection", "异议核查通知"),
                    ("resumed", "异议核查结果通知"),
                    ("city", "市级复核通过通知"),
                    ("province", "省级审核备案通知"),
                    ("national", "全国公示通知"),
                    ("listed", "列入目录通知"),
                    ("terminated", "终止通知"),
                    ("review", "重新审核通知"),
                    ("again", "重新公示通知"),
                    ("renewal", "再次申请提醒"),
                    ("change", "变更办理通知"),
                    ("suspended", "暂停通知"),
                    ("reinstated", "恢复通知"),
                    ("removed", "清理通知"),
                    ("held", "暂缓办理通知"),
                    ("taken_back", "意见收回通知"),
                    ("corrected", "更正通知"),
                ],
                max_length=12,
                verbose_name="文书",
            ),
        ),
    ]
