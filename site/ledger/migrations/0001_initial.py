import django.db.models.deletion
import uuid
from django.db import migrations, models
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [('catalog', '0001_initial'), ('files', '0001_initial'), ('registry', '0001_initial'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger', models.CharField(default='sales', max_length=12, verbose_name='台账')),
                ('file_name', models.CharField(max_length=120, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('rows', models.JSONField(default=list, verbose_name='内容')),
                ('headings', models.JSONField(default=list, verbose_name='文件的列名')),
                ('mapping', models.JSONField(default=dict, verbose_name='列的对应')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='已处理行数')),
                ('lines', models.PositiveIntegerField(default=0, verbose_name='总行数')),
                ('fit', models.PositiveIntegerField(default=0, verbose_name='可导入条数')),
                ('judged_at', models.DateTimeField(blank=True, null=True, verbose_name='核对完成时间')),
                ('only_good', models.BooleanField(default=False, verbose_name='只导入无误的行')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('booked_at', models.DateTimeField(blank=True, null=True, verbose_name='导入完成时间')),
                ('booked', models.PositiveIntegerField(default=0, verbose_name='登记条数')),
                ('flagged', models.PositiveIntegerField(default=0, verbose_name='不计入条数')),
                ('duplicates', models.PositiveIntegerField(default=0, verbose_name='重复条数')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='有误条数')),
            ],
            options={
                'verbose_name': '导入批次',
                'verbose_name_plural': '导入批次',
                'ordering': ['-pk'],
            },
        ),
migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ledger', models.CharField(max_length=12, verbose_name='台账')),
                ('columns', models.JSONField(default=dict, verbose_name='列的对应')),
            ],
            options={
                'verbose_name': '导入列对应',
                'verbose_name_plural': '导入列对应',
            },
        ),
migrations.CreateModel(
            name='ImportMistake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='行号')),
                ('reasons', models.TextField(verbose_name='有误之处')),
                ('cells', models.JSONField(default=dict, verbose_name='内容')),
            ],
            options={
                'verbose_name': '导入错误',
                'verbose_name_plural': '导入错误',
                'ordering': ['batch', 'line'],
            },
        ),
migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('village', models.CharField(max_length=60, verbose_name='帮扶村')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
            ],
            options={
                'verbose_name': '结对关系',
                'verbose_name_plural': '结对关系',
                'ordering': ['village', 'pk'],
            },
        ),
migrations.CreateModel(
            name='PeriodClose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.CharField(max_length=6, unique=True, verbose_name='季度')),
                ('totals', models.JSONField(verbose_name='关账数据')),
                ('totals_sha256', models.CharField(max_length=64, verbose_name='数据摘要')),
                ('frozen_at', models.DateTimeField(verbose_name='关账时间')),
            ],
            options={
                'verbose_name': '统计关账',
                'verbose_name_plural': '统计关账',
                'ordering': ['-quarter'],
            },
        ),
migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('medium', models.CharField(choices=[('news_site', '新闻网站'), ('weibo', '微博'), ('wechat', '微信'), ('app', '移动客户端'), ('paper', '报刊'), ('broadcast', '广播电视')], max_length=12, verbose_name='媒体类型')),
                ('outlet', models.CharField(max_length=60, verbose_name='媒体名称')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('placed_on', models.DateField(verbose_name='刊播日期')),
                ('url', models.URLField(blank=True, verbose_name='网址')),
            ],
            options={
                'verbose_name': '媒体刊播',
                'verbose_name_plural': '媒体刊播',
                'ordering': ['-placed_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('union', '工会采购'), ('budget', '预算单位采购'), ('canteen', '食堂采购'), ('hundred', '百企帮百村')], max_length=8, verbose_name='台账')),
                ('bought_on', models.DateField(verbose_name='采购日期')),
                ('product_name', models.CharField(max_length=60, verbose_name='产品名称')),
                ('seller_name', models.CharField(max_length=80, verbose_name='销售单位')),
                ('quantity', models.DecimalField(blank=True, decimal_places=3, max_digits=15, null=True, verbose_name='数量')),
                ('measure', models.CharField(blank=True, max_length=8, verbose_name='单位')),
                ('amount_fen', models.PositiveBigIntegerField(verbose_name='金额（元）')),
                ('village', models.CharField(blank=True, max_length=60, verbose_name='帮扶村')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年度')),
                ('welfare_total_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='本年度福利资金总额（元）')),
                ('members', models.PositiveIntegerField(blank=True, null=True, verbose_name='发放会员数')),
                ('platform', models.CharField(blank=True, choices=[('national_platform', '中国社会扶贫网'), ('platform_832', '扶贫832平台'), ('ecommerce', '其他电商平台'), ('live_stream', '直播带货'), ('new_media', '微博微信等新媒体'), ('village_station', '村级电商服务站')], max_length=20, verbose_name='采购平台')),
                ('order_number', models.CharField(blank=True, max_length=64, verbose_name='平台订单号')),
                ('mode', models.CharField(blank=True, choices=[('buy_for_donate', '以购代捐'), ('buy_for_help', '以买代帮')], max_length=16, verbose_name='方式')),
                ('match', models.CharField(choices=[('waiting', '待对账'), ('matched', '已对上'), ('apart', '单列（没有对应的销售记录）')], default='waiting', max_length=8, verbose_name='对账')),
                ('match_reason', models.CharField(blank=True, max_length=100, verbose_name='对账说明')),
                ('matched_at', models.DateTimeField(blank=True, null=True, verbose_name='对账时间')),
            ],
            options={
                'verbose_name': '采购记录',
                'verbose_name_plural': '采购记录',
                'ordering': ['-bought_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='SalesEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('exhibition', '展销会'), ('live_stream', '直播'), ('influencer', '网红带货'), ('festival', '电商节庆'), ('training', '电商人才培训'), ('recommendation', '推荐参加活动（赣品网上行、村播计划等）')], max_length=16, verbose_name='类型')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('partner', models.CharField(blank=True, max_length=80, verbose_name='协办单位（商会等）')),
                ('place', models.CharField(max_length=80, verbose_name='地点或平台')),
                ('begins_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='参加人数或企业数')),
            ],
            options={
                'verbose_name': '销售活动',
                'verbose_name_plural': '销售活动',
                'ordering': ['-begins_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='SalesRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='记录标识')),
                ('source', models.CharField(choices=[('self_report', '单位填报'), ('purchaser_report', '采购单位填报'), ('platform_import', '平台导入'), ('venue_pos', '场所收银')], max_length=20, verbose_name='来源')),
                ('external_id', models.CharField(max_length=64, verbose_name='流水号')),
                ('booking', models.PositiveSmallIntegerField(default=1, help_text='冲正以后，同一流水号可以再次登记', verbose_name='第几次登记')),
                ('sold_on', models.DateField(verbose_name='销售日期')),
                ('booked_quarter', models.CharField(max_length=6, verbose_name='统计季度')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=15, verbose_name='数量')),
                ('unit', models.CharField(max_length=8, verbose_name='单位')),
                ('unit_price_fen', models.PositiveBigIntegerField(verbose_name='单价（分）')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('channel', models.CharField(choices=[('national_platform', '中国社会扶贫网'), ('platform_832', '扶贫832平台'), ('ecommerce', '其他电商平台'), ('live_stream', '直播带货'), ('new_media', '微博微信等新媒体'), ('village_station', '村级电商服务站'), ('canteen', '单位食堂采购'), ('community', '社区直销'), ('market', '交易市场'), ('counter', '消费扶贫专柜'), ('zone', '消费扶贫专区'), ('hall', '消费扶贫专馆'), ('exhibition', '展销会'), ('supermarket_direct', '商超直采直供'), ('outside_zone', '北上杭广深专区'), ('direct', '其他线下直接销售')], max_length=20, verbose_name='销售渠道')),
                ('six_entry', models.CharField(blank=True, choices=[('organ', '机关'), ('school', '学校'), ('hospital', '医院'), ('enterprise', '企业'), ('community', '社区'), ('market', '交易市场')], max_length=12, verbose_name='六进类别')),
                ('buyer_type', models.CharField(choices=[('organ', '机关'), ('school', '学校'), ('hospital', '医院'), ('enterprise', '企业'), ('community', '社区'), ('market', '交易市场'), ('trader', '商贸企业'), ('union', '工会'), ('individual', '个人消费者')], max_length=12, verbose_name='购买方类型')),
                ('buyer_name', models.CharField(blank=True, max_length=80, verbose_name='购买单位')),
                ('fund_source', models.CharField(choices=[('market', '市场自购'), ('unit_budget', '预算单位采购'), ('union_welfare', '工会福利'), ('canteen_fund', '伙食经费'), ('buy_for_donate', '以购代捐'), ('buy_for_help', '以买代帮')], default='market', max_length=16, verbose_name='资金来源')),
                ('hundred_enterprises', models.BooleanField(default=False, verbose_name='百企帮百村')),
                ('paired_village', models.CharField(blank=True, max_length=60, verbose_name='帮扶村')),
                ('venue_code', models.CharField(blank=True, max_length=30, verbose_name='场所编号')),
                ('event_code', models.CharField(blank=True, max_length=30, verbose_name='活动编号')),
                ('reverse_reason', models.CharField(blank=True, max_length=100, verbose_name='冲正原因')),
                ('flag', models.CharField(blank=True, choices=[('outside_validity', '不在证书有效期内'), ('while_suspended', '暂停期间'), ('after_removal', '清理之后')], max_length=20, verbose_name='不计入原因')),
                ('warning', models.CharField(blank=True, choices=[('price_outlier', '单价与目录参考价相差悬殊')], max_length=20, verbose_name='核对提示')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
            ],
            options={
                'verbose_name': '销售记录',
                'verbose_name_plural': '销售记录',
                'ordering': ['-sold_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='ShelfProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('put_on', models.DateField(verbose_name='上架日期')),
                ('taken_off_on', models.DateField(blank=True, null=True, verbose_name='下架日期')),
            ],
            options={
                'verbose_name': '上架产品',
                'verbose_name_plural': '上架产品',
                'ordering': ['-pk'],
            },
        ),
migrations.CreateModel(
            name='SupplyBase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('name', models.CharField(max_length=60, verbose_name='基地名称')),
                ('opened_on', models.DateField(verbose_name='建立日期')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
            ],
            options={
                'verbose_name': '直采直供基地',
                'verbose_name_plural': '直采直供基地',
                'ordering': ['number', 'pk'],
            },
        ),
migrations.CreateModel(
            name='SupplyContract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('buyer_name', models.CharField(max_length=80, verbose_name='采购单位')),
                ('signed_on', models.DateField(verbose_name='签订日期')),
                ('valid_from', models.DateField(verbose_name='期限起')),
                ('valid_until', models.DateField(verbose_name='期限止（含当日）')),
            ],
            options={
                'verbose_name': '供货合同',
                'verbose_name_plural': '供货合同',
                'ordering': ['-signed_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='SupportMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('venue', '提供场地'), ('fee', '减免费用'), ('subsidy', '给予补贴')], max_length=8, verbose_name='类型')),
                ('content', models.CharField(max_length=200, verbose_name='内容')),
                ('basis', models.CharField(blank=True, max_length=80, verbose_name='依据文件')),
                ('amount_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='金额（元）')),
                ('planned_on', models.DateField(verbose_name='计划日期')),
                ('granted_on', models.DateField(blank=True, null=True, verbose_name='兑现日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
            ],
            options={
                'verbose_name': '支持措施',
                'verbose_name_plural': '支持措施',
                'ordering': ['-planned_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='序号')),
                ('group_no', models.CharField(max_length=4, verbose_name='部分')),
                ('group_title', models.CharField(max_length=80, verbose_name='部分标题')),
                ('text', models.TextField(verbose_name='内容')),
            ],
            options={
                'verbose_name': '工作任务',
                'verbose_name_plural': '工作任务',
                'ordering': ['number'],
            },
        ),
migrations.CreateModel(
            name='TaskUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('role', models.CharField(choices=[('lead', '牵头'), ('support', '配合')], max_length=8, verbose_name='职责')),
            ],
            options={
                'verbose_name': '责任单位',
                'verbose_name_plural': '责任单位',
                'ordering': ['task', 'position'],
            },
        ),
migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='编号')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=100, verbose_name='作废原因')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=100, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('counter', '专柜'), ('zone', '专区'), ('hall', '专馆'), ('outside_zone', '区外专区'), ('village_station', '村级电商服务站')], max_length=16, verbose_name='类型')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('city', models.CharField(blank=True, max_length=20, verbose_name='所在城市')),
                ('address', models.CharField(max_length=120, verbose_name='地址')),
                ('operator', models.CharField(max_length=80, verbose_name='经营单位')),
                ('opened_on', models.DateField(verbose_name='开业日期')),
                ('state', models.CharField(choices=[('open', '营业'), ('paused', '暂停营业'), ('closed', '已关闭')], default='open', max_length=8, verbose_name='状态')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='关闭日期')),
            ],
            options={
                'verbose_name': '销售场所',
                'verbose_name_plural': '销售场所',
                'ordering': ['kind', 'number', 'pk'],
            },
        ),
migrations.CreateModel(
            name='VenueNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(verbose_name='告知时间')),
                ('due_on', models.DateField(verbose_name='确认期限')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('measures', models.CharField(blank=True, max_length=200, verbose_name='处理情况')),
            ],
            options={
                'verbose_name': '场所告知',
                'verbose_name_plural': '场所告知',
                'ordering': ['confirmed_at', 'due_on', 'pk'],
            },
        ),
migrations.CreateModel(
            name='EventProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.certificate', verbose_name='目录条目')),
            ],
            options={
                'verbose_name': '参加产品',
                'verbose_name_plural': '参加产品',
                'ordering': ['pk'],
            },
        ),
migrations.AddField(
            model_name='eventproduct',
            name='registered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='importbatch',
            name='applicant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sales_imports', to='registry.applicant', verbose_name='销售单位'),
        ),
migrations.AddField(
            model_name='importbatch',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件'),
        ),
migrations.AddField(
            model_name='importbatch',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='importbatch',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
        ),
migrations.AddField(
            model_name='importmapping',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='importmistake',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mistakes', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='pairing',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='pairing',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='pairing',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='pairing',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='pairing',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='pairing',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='periodclose',
            name='frozen_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='关账人'),
        ),
migrations.AddField(
            model_name='placement',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='placement',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='placement',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='placement',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='placement',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='placement',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='purchase',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='purchase',
            name='certificate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='catalog.certificate', verbose_name='证书编号'),
        ),
migrations.AddField(
            model_name='purchase',
            name='matched_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='对账人'),
        ),
migrations.AddField(
            model_name='purchase',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='purchase',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='purchase',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='purchase',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='purchase',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='salesevent',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='salesevent',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='salesevent',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='salesevent',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='salesevent',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='salesevent',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='eventproduct',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='ledger.salesevent', verbose_name='销售活动'),
        ),
migrations.AddField(
            model_name='salesrecord',
            name='applicant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='registry.applicant', verbose_name='销售单位'),
        ),
migrations.AddField(
            model_name='salesrecord',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='salesrecord',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='catalog.certificate', verbose_name='目录条目'),
        ),
migrations.AddField(
            model_name='salesrecord',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='salesrecord',
            name='reverses',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.salesrecord', verbose_name='冲正的记录'),
        ),
migrations.AddField(
            model_name='purchase',
            name='sale',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='ledger.salesrecord', verbose_name='对应的销售记录'),
        ),
migrations.AddField(
            model_name='shelfproduct',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shelves', to='catalog.certificate', verbose_name='目录条目'),
        ),
migrations.AddField(
            model_name='shelfproduct',
            name='put_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上架登记人'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='applicant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supply_bases', to='registry.applicant', verbose_name='供货单位'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='township',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.township', verbose_name='乡镇街道'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='supplybase',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='base',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='ledger.supplybase', verbose_name='基地编号'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='supplycontract',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='applicant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_measures', to='registry.applicant', verbose_name='受支持单位'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='supportmeasure',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='taskunit',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='registry.organisation', verbose_name='机构'),
        ),
migrations.AddField(
            model_name='taskunit',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='ledger.task', verbose_name='工作任务'),
        ),
migrations.AddField(
            model_name='venue',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.importbatch', verbose_name='导入批次'),
        ),
migrations.AddField(
            model_name='venue',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
migrations.AddField(
            model_name='venue',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人'),
        ),
migrations.AddField(
            model_name='venue',
            name='township',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.township', verbose_name='乡镇街道'),
        ),
migrations.AddField(
            model_name='venue',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='填报单位'),
        ),
migrations.AddField(
            model_name='venue',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人'),
        ),
migrations.AddField(
            model_name='venue',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='凭证'),
        ),
migrations.AddField(
            model_name='shelfproduct',
            name='venue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shelf', to='ledger.venue', verbose_name='销售场所'),
        ),
migrations.AddField(
            model_name='venuenotice',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
migrations.AddField(
            model_name='venuenotice',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='venue_notices', to='catalog.certificateevent', verbose_name='目录事件'),
        ),
migrations.AddField(
            model_name='venuenotice',
            name='venue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='ledger.venue', verbose_name='销售场所'),
        ),
migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applicant__isnull', False), ('unit__isnull', True)), models.Q(('applicant__isnull', True), ('file__isnull', False), ('unit__isnull', False)), _connector='OR'), name='importbatch_of_a_holder_or_a_unit'),
        ),
migrations.AddConstraint(
            model_name='importmapping',
            constraint=models.UniqueConstraint(fields=('unit', 'ledger'), name='importmapping_once'),
        ),
migrations.AddConstraint(
            model_name='importmistake',
            constraint=models.UniqueConstraint(fields=('batch', 'line'), name='importmistake_once_a_line'),
        ),
migrations.AddConstraint(
            model_name='pairing',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('unit', 'number'), name='pairing_number_once'),
        ),
migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='pairing_has_number'),
        ),
migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='pairing_void_whole'),
        ),
migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='pairing_return_whole'),
        ),
migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('begins_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='pairing_days_in_order', violation_error_message='结束日期不得早于开始日期'),
        ),
migrations.AddConstraint(
            model_name='pairing',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('voided_at__isnull', True)), fields=('village',), name='pairing_one_unit_a_village', violation_error_message='该村已与其他单位结对'),
        ),
migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('unit', 'number'), name='placement_number_once'),
        ),
migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='placement_has_number'),
        ),
migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='placement_void_whole'),
        ),
migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='placement_return_whole'),
        ),
migrations.AddConstraint(
            model_name='salesevent',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('number',), name='salesevent_number_once'),
        ),
migrations.AddConstraint(
            model_name='salesevent',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='salesevent_has_number'),
        ),
migrations.AddConstraint(
            model_name='salesevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='salesevent_void_whole'),
        ),
migrations.AddConstraint(
            model_name='salesevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='salesevent_return_whole'),
        ),
migrations.AddConstraint(
            model_name='salesevent',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('begins_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='salesevent_days_in_order', violation_error_message='结束日期不得早于开始日期'),
        ),
migrations.AddConstraint(
            model_name='eventproduct',
            constraint=models.UniqueConstraint(fields=('event', 'certificate'), name='eventproduct_once'),
        ),
migrations.AddIndex(
            model_name='salesrecord',
            index=models.Index(fields=['applicant', 'sold_on'], name='sale_by_holder'),
        ),
migrations.AddIndex(
            model_name='salesrecord',
            index=models.Index(fields=['booked_quarter', 'channel'], name='sale_by_quarter'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('source__in', ('self_report', 'purchaser_report'))), fields=('source', 'applicant', 'external_id', 'booking'), name='sale_once_per_holder'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('source__in', ('platform_import',))), fields=('source', 'external_id', 'booking'), name='sale_once_per_platform'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('source__in', ('venue_pos',))), fields=('source', 'venue_code', 'external_id', 'booking'), name='sale_once_per_till'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_fen__gte', 0), ('quantity__gt', 0), ('reverse_reason', ''), ('reverses__isnull', True)), models.Q(('amount_fen__lte', 0), ('quantity__lt', 0), ('reverses__isnull', False), models.Q(('reverse_reason', ''), _negated=True)), _connector='OR'), name='sale_or_reasoned_reversal', violation_error_message='销售数量必须大于零；冲正须有原因且数量为负'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_by__isnull', False), models.Q(('recorded_at__isnull', False), ('source', 'platform_import')), _connector='OR'), name='sale_is_somebodys_or_a_platforms'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.CheckConstraint(condition=models.Q(('reverses__isnull', True), models.Q(('reverses', models.F('id')), _negated=True), _connector='OR'), name='sale_reverses_another'),
        ),
migrations.AddConstraint(
            model_name='salesrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('buyer_type', 'individual'), _negated=True), ('buyer_name', ''), _connector='OR'), name='sale_names_no_person', violation_error_message='个人消费者不登记姓名'),
        ),
migrations.AddIndex(
            model_name='purchase',
            index=models.Index(fields=['kind', 'unit'], name='purchase_by_kind'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('kind', 'unit', 'number'), name='purchase_number_once'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='purchase_has_number'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='purchase_void_whole'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='purchase_return_whole'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.UniqueConstraint(condition=models.Q(('sale__isnull', False), ('voided_at__isnull', True)), fields=('kind', 'sale'), name='purchase_sale_once_per_ledger', violation_error_message='该销售记录已与另一条采购记录对上'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('match', 'matched'), ('sale__isnull', False)), models.Q(models.Q(('match', 'matched'), _negated=True), ('sale__isnull', True)), _connector='OR'), name='purchase_matched_with_a_sale'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('match', 'waiting'), ('matched_at__isnull', True), ('matched_by__isnull', True)), models.Q(models.Q(('match', 'waiting'), _negated=True), ('matched_at__isnull', False), ('matched_by__isnull', False)), _connector='OR'), name='purchase_matched_by_somebody'),
        ),
migrations.AddConstraint(
            model_name='purchase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('match', 'apart'), _negated=True), models.Q(('match_reason', ''), _negated=True), _connector='OR'), name='purchase_apart_reasoned'),
        ),
migrations.AddConstraint(
            model_name='supplybase',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('number',), name='supplybase_number_once'),
        ),
migrations.AddConstraint(
            model_name='supplybase',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='supplybase_has_number'),
        ),
migrations.AddConstraint(
            model_name='supplybase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='supplybase_void_whole'),
        ),
migrations.AddConstraint(
            model_name='supplybase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='supplybase_return_whole'),
        ),
migrations.AddConstraint(
            model_name='supplybase',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('opened_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='supplybase_days_in_order', violation_error_message='结束日期不得早于开始日期'),
        ),
migrations.AddConstraint(
            model_name='supplycontract',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('unit', 'number'), name='supplycontract_number_once'),
        ),
migrations.AddConstraint(
            model_name='supplycontract',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='supplycontract_has_number'),
        ),
migrations.AddConstraint(
            model_name='supplycontract',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='supplycontract_void_whole'),
        ),
migrations.AddConstraint(
            model_name='supplycontract',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='supplycontract_return_whole'),
        ),
migrations.AddConstraint(
            model_name='supplycontract',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='supplycontract_term_in_order'),
        ),
migrations.AddConstraint(
            model_name='supportmeasure',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('unit', 'number'), name='supportmeasure_number_once'),
        ),
migrations.AddConstraint(
            model_name='supportmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='supportmeasure_has_number'),
        ),
migrations.AddConstraint(
            model_name='supportmeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='supportmeasure_void_whole'),
        ),
migrations.AddConstraint(
            model_name='supportmeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='supportmeasure_return_whole'),
        ),
migrations.AddConstraint(
            model_name='supportmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('granted_on__isnull', True), ('planned_on__isnull', True), ('granted_on__gte', models.F('planned_on')), _connector='OR'), name='supportmeasure_granted_after_plan', violation_error_message='结束日期不得早于开始日期'),
        ),
migrations.AddConstraint(
            model_name='supportmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_on__gte', models.F('granted_on')), ('granted_on__isnull', False)), _connector='OR'), name='supportmeasure_ended_after_grant', violation_error_message='兑现以后才能结束'),
        ),
migrations.AddConstraint(
            model_name='taskunit',
            constraint=models.UniqueConstraint(fields=('task', 'position'), name='taskunit_in_order'),
        ),
migrations.AddConstraint(
            model_name='taskunit',
            constraint=models.UniqueConstraint(fields=('task', 'organisation'), name='taskunit_once'),
        ),
migrations.AddConstraint(
            model_name='taskunit',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('task',), name='taskunit_one_lead', violation_error_message='每项任务只有一个牵头单位'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('number',), name='venue_number_once'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='venue_has_number'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='venue_void_whole'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='venue_return_whole'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('opened_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='venue_days_in_order', violation_error_message='结束日期不得早于开始日期'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='venue_closed_on_a_day', violation_error_message='已关闭的须有关闭日期，没有关闭的不填'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'outside_zone'), _negated=True), models.Q(('city', ''), _negated=True), _connector='OR'), name='venue_outside_has_city'),
        ),
migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'village_station'), _negated=True), ('township__isnull', False), _connector='OR'), name='venue_station_has_township'),
        ),
migrations.AddConstraint(
            model_name='shelfproduct',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_off_on__isnull', True)), fields=('venue', 'certificate'), name='shelfproduct_once'),
        ),
migrations.AddConstraint(
            model_name='shelfproduct',
            constraint=models.CheckConstraint(condition=models.Q(('taken_off_on__isnull', True), ('put_on__isnull', True), ('taken_off_on__gte', models.F('put_on')), _connector='OR'), name='shelfproduct_days_in_order', violation_error_message='结束日期不得早于开始日期'),
        ),
migrations.AddConstraint(
            model_name='venuenotice',
            constraint=models.UniqueConstraint(fields=('venue', 'event'), name='venuenotice_once'),
        ),
migrations.AddConstraint(
            model_name='venuenotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('measures', '')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('measures', ''), _negated=True)), _connector='OR'), name='venuenotice_confirmed_whole'),
        ),
    ]
