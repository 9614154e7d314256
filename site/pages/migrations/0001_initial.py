import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import pages.models.document_versions
import pages.models.documents
import pages.models.gated
import pages.models.hands
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [('ledger', '0001_initial'), ('wagtailcore', '0098_apitoken'), ('wagtaildocs', '0014_alter_document_file_size'), migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL), ('auth', '0012_alter_user_first_name_max_length'), ('catalog', '0001_initial'), ('publicity', '0001_initial'), ('wagtailimages', '0027_image_description'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='CatalogIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '目录栏目',
                'verbose_name_plural': '目录栏目',
            },
            bases=(pages.models.hands.ByThreeHands, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='DocumentIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('section', models.CharField(choices=[('policy', '政策文件'), ('interpretation', '政策解读'), ('announcement', '通知公告'), ('bulletin', '工作通报'), ('case', '典型案例'), ('guide', '办事指南')], default='policy', max_length=16, verbose_name='栏目种类')),
                ('introduction', models.CharField(blank=True, max_length=300, verbose_name='栏目说明')),
                ('months_until_stale', models.PositiveSmallIntegerField(default=6, help_text='超过这些月没有新内容，列入“栏目更新”报表', verbose_name='更新要求（月）')),
            ],
            options={
                'verbose_name': '文件栏目',
                'verbose_name_plural': '文件栏目',
            },
            bases=(pages.models.hands.ByThreeHands, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='FileConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('name', models.CharField(max_length=255, verbose_name='文件名')),
                ('gaps', models.JSONField(verbose_name='没有读出的部分')),
                ('note', models.CharField(max_length=200, verbose_name='查看情况')),
                ('confirmed_at', models.DateTimeField(verbose_name='确认时间')),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
            ],
            options={
                'verbose_name': '文件内容确认',
                'verbose_name_plural': '文件内容确认',
                'ordering': ['-confirmed_at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('note__regex', '^.{4,}')), name='confirmation_has_note', violation_error_message='请写明如何查看'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stamp', models.CharField(blank=True, max_length=200, verbose_name='核对依据')),
                ('done_at', models.DateTimeField(verbose_name='核对时间')),
            ],
            options={
                'verbose_name': '公开变动核对',
                'verbose_name_plural': '公开变动核对',
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '首页',
                'verbose_name_plural': '首页',
            },
            bases=(pages.models.hands.ByThreeHands, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='NoticeIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '公示栏目',
                'verbose_name_plural': '公示栏目',
            },
            bases=(pages.models.hands.ByThreeHands, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='NoticePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('publicity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice_page', to='publicity.publicity', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示',
                'verbose_name_plural': '公示',
            },
            bases=(pages.models.hands.ByFlow, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ProductPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('certificate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='page', to='catalog.certificate', verbose_name='目录条目')),
            ],
            options={
                'verbose_name': '产品',
                'verbose_name_plural': '产品',
            },
            bases=(pages.models.hands.ByFlow, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ToldText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=200, unique=True, verbose_name='网址')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('changed_at', models.DateTimeField(verbose_name='变动时间')),
            ],
            options={
                'verbose_name': '对外文本核对',
                'verbose_name_plural': '对外文本核对',
            },
        ),
        migrations.CreateModel(
            name='PublicItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('key', models.CharField(max_length=40, verbose_name='编号')),
                ('path', models.CharField(max_length=300, verbose_name='接口地址')),
                ('sequence', models.PositiveBigIntegerField(unique=True, verbose_name='变动序号')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='内容摘要')),
                ('is_gone', models.BooleanField(default=False, verbose_name='已不公开')),
                ('because', models.CharField(blank=True, choices=[('taken_down', '撤下'), ('removed', '清理'), ('expired', '到期')], max_length=10, verbose_name='原因')),
                ('changed_at', models.DateTimeField(verbose_name='变动时间')),
            ],
            options={
                'verbose_name': '公开内容',
                'verbose_name_plural': '公开内容',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'key'), name='publicitem_once'),
                    models.CheckConstraint(condition=models.Q(('is_gone', True), ('because', ''), _connector='XOR'), name='publicitem_gone_has_its_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RemovalPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('ruled_on', models.DateField(verbose_name='省级决定日期')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='removal_page', to='catalog.certificateevent', verbose_name='清理事件')),
            ],
            options={
                'verbose_name': '清理公告',
                'verbose_name_plural': '清理公告',
            },
            bases=(pages.models.hands.ByFlow, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': '审签步骤',
                'verbose_name_plural': '审签步骤',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organiser', models.CharField(blank=True, max_length=80, verbose_name='主办单位')),
                ('operator', models.CharField(blank=True, max_length=80, verbose_name='承办单位')),
                ('contact', models.CharField(blank=True, help_text='办公电话或信箱，不要填写个人手机号', max_length=120, verbose_name='联系方式')),
                ('site_id_code', models.CharField(blank=True, help_text='所属门户网站的10位标识码', max_length=10, validators=[django.core.validators.RegexValidator('^[0-9]{10}$', '网站标识码为10位数字')], verbose_name='政府网站标识码')),
                ('icp_number', models.CharField(blank=True, max_length=40, verbose_name='ICP备案号')),
                ('police_number', models.CharField(blank=True, max_length=40, verbose_name='公安备案号')),
                ('police_link', models.URLField(blank=True, verbose_name='公安备案链接')),
                ('party_link', models.URLField(blank=True, verbose_name='党政机关标识链接')),
                ('correction_link', models.URLField(blank=True, verbose_name='“我为政府网站找错”链接')),
                ('data_licence', models.CharField(blank=True, choices=[('cc-by-4.0', '知识共享署名4.0国际许可协议'), ('cc0-1.0', '知识共享公共领域贡献1.0')], help_text='公开下载的数据按什么协议使用；空着的，页面写明尚未指定', max_length=12, verbose_name='开放数据许可协议')),
                ('header_html', models.TextField(blank=True, help_text='门户网站统一页头的 HTML；脚本、样式和外站图片会被去除', verbose_name='门户页头')),
                ('footer_html', models.TextField(blank=True, help_text='同上', verbose_name='门户页脚')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site', verbose_name='站点')),
            ],
            options={
                'verbose_name': '网站信息',
                'verbose_name_plural': '网站信息',
            },
        ),
        migrations.CreateModel(
            name='BulletinPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('bulletin', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='page', to='ledger.bulletin', verbose_name='季度通报')),
            ],
            options={
                'verbose_name': '通报页面',
                'verbose_name_plural': '通报页面',
            },
            bases=(pages.models.hands.ByFlow, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='DocumentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('index_no', models.CharField(blank=True, help_text='空着由系统在签发时编号；公开后不再改变', max_length=40, null=True, unique=True, verbose_name='索引号')),
                ('kind', models.CharField(choices=[('notice', '通知'), ('measure', '办法'), ('announcement', '公告'), ('publicity', '公示'), ('bulletin', '通报'), ('interpretation', '政策解读'), ('guide', '办事指南'), ('case', '典型案例')], max_length=16, verbose_name='种类')),
                ('category', models.CharField(blank=True, help_text='空着用所在栏目的名称', max_length=40, verbose_name='组配分类')),
                ('doc_no', models.CharField(blank=True, help_text='按原文书写，例如“章扶办字〔2020〕2号”', max_length=60, verbose_name='发文字号')),
                ('doc_no_key', models.CharField(blank=True, db_index=True, editable=False, max_length=60, verbose_name='检索用文号')),
                ('issuer', models.CharField(help_text='全称；联合行文填主办机关', max_length=120, verbose_name='发布机构')),
                ('joint_issuers', models.CharField(blank=True, help_text='主办机关以外的，用顿号分隔', max_length=400, verbose_name='联合发文机关')),
                ('drafting_unit', models.CharField(blank=True, max_length=120, verbose_name='起草单位')),
                ('recipients', models.CharField(blank=True, help_text='不写末尾的冒号', max_length=300, verbose_name='主送机关')),
                ('written_on', models.DateField(verbose_name='成文日期')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期止（含当日）')),
                ('topic', models.CharField(help_text='例如“农业、林业、水利/扶贫”', max_length=60, verbose_name='主题分类')),
                ('keywords', models.CharField(blank=True, help_text='用顿号分隔', max_length=200, verbose_name='主题词')),
                ('summary', models.CharField(blank=True, help_text='用于列表和搜索结果', max_length=500, verbose_name='摘要')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='信息来源')),
                ('disclosure', models.CharField(choices=[('active', '主动公开'), ('on_request', '依申请公开')], default='active', max_length=12, verbose_name='公开形式')),
                ('public_review_ref', models.CharField(blank=True, help_text='信息公开保密审查的登记号', max_length=60, verbose_name='公开审查编号')),
                ('secrecy', models.CharField(default='公开', help_text='只能是“公开”：涉密文件不得进入本系统', max_length=10, validators=[pages.models.documents.only_open], verbose_name='密级')),
                ('urgency', models.CharField(blank=True, choices=[('urgent', '加急'), ('most_urgent', '特急')], max_length=12, verbose_name='紧急程度')),
                ('public_note', models.CharField(blank=True, help_text='例如“此件公开发布”，不写括号', max_length=60, verbose_name='附注')),
                ('copies_to', models.CharField(blank=True, max_length=300, verbose_name='抄送机关')),
                ('printing_office', models.CharField(blank=True, max_length=120, verbose_name='印发机关')),
                ('printed_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('table', 7), ('figure', 11), ('attachment', 14), ('quote', 17), ('question', 20), ('video', 24)], blank=True, block_lookup={0: ('pages.models.blocks.Paragraph', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': '段落'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', '一级（一、）'), ('3', '二级（（一））')], 'label': '层级'}), 2: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'max_length': 120}), 3: ('wagtail.blocks.StructBlock', [[('level', 1), ('text', 2)]], {'icon': 'title', 'label': '小标题'}), 4: ('wagtail.blocks.CharBlock', (), {'label': '表题', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'required': False}), 6: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 5)]], {'help_text': '第一行是各列的名称；读屏软件据此朗读，请填写完整', 'label': '表格'}), 7: ('wagtail.blocks.StructBlock', [[('caption', 4), ('cells', 6)]], {'icon': 'table', 'label': '表格'}), 8: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': '图片'}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': '说明图片内容，供看不到图片的人了解；图解应写出全部要点', 'label': '替代文字', 'max_length': 250}), 10: ('wagtail.blocks.CharBlock', (), {'label': '图题', 'max_length': 120, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('image', 8), ('alt', 9), ('caption', 10)]], {'icon': 'image', 'label': '图片'}), 12: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': '文件'}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': '空着用文件标题', 'label': '名称', 'max_length': 120, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('document', 12), ('text', 13)]], {'icon': 'doc-full', 'label': '附件链接'}), 15: ('wagtail.blocks.TextBlock', (), {'label': '引文'}), 16: ('wagtail.blocks.CharBlock', (), {'label': '出处', 'max_length': 120, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('source', 16)]], {'icon': 'openquote', 'label': '引文'}), 18: ('wagtail.blocks.CharBlock', (), {'label': '问', 'max_length': 300}), 19: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': '答'}), 20: ('wagtail.blocks.StructBlock', [[('question', 18), ('answer', 19)]], {'icon': 'help', 'label': '问答'}), 21: ('wagtail.blocks.CharBlock', (), {'label': '标题', 'max_length': 120}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': '政务视频平台的播放页；本站只给链接，不嵌入播放器', 'label': '网址'}), 23: ('wagtail.blocks.TextBlock', (), {'help_text': '供听不到声音的人阅读', 'label': '文字稿'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('url', 22), ('transcript', 23)]], {'icon': 'media', 'label': '音视频链接'})}, verbose_name='正文')),
                ('body_text', models.TextField(blank=True, editable=False, verbose_name='正文文字')),
                ('interpretation_form', models.CharField(blank=True, choices=[('text', '文字解读'), ('pictures', '图解'), ('questions', '问答'), ('video', '音视频')], max_length=10, verbose_name='解读形式')),
                ('is_normative', models.BooleanField(default=False, verbose_name='行政规范性文件')),
                ('no_interpretation_because', models.CharField(blank=True, help_text='规范性文件应当与解读同步公开；确不需要解读的写明理由，公开显示', max_length=200, verbose_name='不解读的理由')),
                ('for_leading_enterprises', models.BooleanField(default=False, verbose_name='龙头企业')),
                ('for_cooperatives', models.BooleanField(default=False, verbose_name='专业合作社')),
                ('for_pioneers', models.BooleanField(default=False, verbose_name='致富带头人')),
                ('for_epidemic_hit', models.BooleanField(default=False, verbose_name='受疫情影响的经营主体')),
                ('names_persons', models.CharField(blank=True, choices=[('no', '没有写到具体个人'), ('yes', '写到具体个人，已取得本人书面同意')], max_length=4, verbose_name='写到具体个人')),
                ('consent_record', models.CharField(blank=True, help_text='同意书编号和存放处；只供内部查验，不公开', max_length=200, verbose_name='同意书')),
                ('correction_note', models.CharField(blank=True, help_text='已公开的文件改动文字时必填：改了什么、为什么改；公开显示', max_length=300, verbose_name='更正说明')),
                ('amends', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='amended_by', to='pages.documentpage', verbose_name='修改的文件')),
                ('interprets', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interpretations', to='pages.documentpage', verbose_name='解读的文件')),
                ('partly_repeals', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='partly_repealed_by', to='pages.documentpage', verbose_name='部分废止的文件')),
                ('repeals', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='repealed_by', to='pages.documentpage', verbose_name='废止的文件')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('effective_from__isnull', True), ('expires_on__gte', models.F('effective_from')), _connector='OR'), name='documentpage_dates_in_order', violation_error_message='有效期止不得早于施行日期'),
                ],
            },
            bases=(pages.models.document_versions.Versioned, pages.models.hands.ByThreeHands, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ResultPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='pages.noticepage', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示结果',
                'verbose_name_plural': '公示结果',
            },
            bases=(pages.models.hands.ByFlow, pages.models.gated.Gated, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ColumnSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column_type', models.CharField(choices=[('概况信息', '概况信息'), ('机构职能', '机构职能'), ('政策文件', '政策文件'), ('政策解读', '政策解读'), ('通知公告', '通知公告'), ('公示公告', '公示公告'), ('统计数据', '统计数据'), ('办事服务', '办事服务'), ('互动交流', '互动交流'), ('专题专栏', '专题专栏')], max_length=8, verbose_name='栏目类别')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='栏目简介')),
                ('keywords', models.CharField(blank=True, help_text='用顿号分隔', max_length=120, verbose_name='栏目关键词')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='栏目')),
                ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='pages.sitesettings', verbose_name='网站信息')),
            ],
            options={
                'verbose_name': '栏目说明',
                'verbose_name_plural': '栏目说明',
                'constraints': [
                    models.UniqueConstraint(fields=('settings', 'page'), name='columnsettings_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DocumentAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True, verbose_name='顺序')),
                ('title', models.CharField(help_text='印在“附件：”之后', max_length=200, verbose_name='名称')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256 校验值')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtaildocs.document', verbose_name='附件')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='pages.documentpage', verbose_name='文件')),
            ],
            options={
                'verbose_name': '文件附件',
                'verbose_name_plural': '文件附件',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BulletinFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True, verbose_name='顺序')),
                ('group', models.CharField(choices=[('total', '总体情况'), ('channel', '按销售渠道'), ('six_entry', '按“六进”'), ('township', '按镇街')], default='total', max_length=12, verbose_name='分组')),
                ('label', models.CharField(max_length=40, verbose_name='指标')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='数值')),
                ('unit', models.CharField(max_length=10, verbose_name='单位')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='pages.documentpage', verbose_name='文件')),
            ],
            options={
                'verbose_name': '通报数据',
                'verbose_name_plural': '通报数据',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True, verbose_name='顺序')),
                ('role', models.CharField(choices=[('plan', '印发的文件'), ('annex', '附件'), ('form', '样表')], default='annex', max_length=8, verbose_name='类型')),
                ('label', models.CharField(blank=True, help_text='例如“附件1”，印在标题上方', max_length=20, verbose_name='标注')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('table', 7), ('figure', 11), ('attachment', 14), ('quote', 17), ('question', 20), ('video', 24)], block_lookup={0: ('pages.models.blocks.Paragraph', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': '段落'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', '一级（一、）'), ('3', '二级（（一））')], 'label': '层级'}), 2: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'max_length': 120}), 3: ('wagtail.blocks.StructBlock', [[('level', 1), ('text', 2)]], {'icon': 'title', 'label': '小标题'}), 4: ('wagtail.blocks.CharBlock', (), {'label': '表题', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'required': False}), 6: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 5)]], {'help_text': '第一行是各列的名称；读屏软件据此朗读，请填写完整', 'label': '表格'}), 7: ('wagtail.blocks.StructBlock', [[('caption', 4), ('cells', 6)]], {'icon': 'table', 'label': '表格'}), 8: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': '图片'}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': '说明图片内容，供看不到图片的人了解；图解应写出全部要点', 'label': '替代文字', 'max_length': 250}), 10: ('wagtail.blocks.CharBlock', (), {'label': '图题', 'max_length': 120, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('image', 8), ('alt', 9), ('caption', 10)]], {'icon': 'image', 'label': '图片'}), 12: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': '文件'}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': '空着用文件标题', 'label': '名称', 'max_length': 120, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('document', 12), ('text', 13)]], {'icon': 'doc-full', 'label': '附件链接'}), 15: ('wagtail.blocks.TextBlock', (), {'label': '引文'}), 16: ('wagtail.blocks.CharBlock', (), {'label': '出处', 'max_length': 120, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('source', 16)]], {'icon': 'openquote', 'label': '引文'}), 18: ('wagtail.blocks.CharBlock', (), {'label': '问', 'max_length': 300}), 19: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': '答'}), 20: ('wagtail.blocks.StructBlock', [[('question', 18), ('answer', 19)]], {'icon': 'help', 'label': '问答'}), 21: ('wagtail.blocks.CharBlock', (), {'label': '标题', 'max_length': 120}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': '政务视频平台的播放页；本站只给链接，不嵌入播放器', 'label': '网址'}), 23: ('wagtail.blocks.TextBlock', (), {'help_text': '供听不到声音的人阅读', 'label': '文字稿'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('url', 22), ('transcript', 23)]], {'icon': 'media', 'label': '音视频链接'})}, verbose_name='正文')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='pages.documentpage', verbose_name='文件')),
            ],
            options={
                'verbose_name': '文件组成部分',
                'verbose_name_plural': '文件组成部分',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='更正说明')),
                ('text_sha256', models.CharField(max_length=64, verbose_name='文本 SHA-256')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='pages.documentpage', verbose_name='文件')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.revision', verbose_name='修订')),
            ],
            options={
                'verbose_name': '文件版本',
                'verbose_name_plural': '文件版本',
                'ordering': ['number'],
                'constraints': [
                    models.UniqueConstraint(fields=('page', 'number'), name='documentversion_once_per_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 校验值')),
                ('broken_at', models.DateTimeField(blank=True, null=True, verbose_name='发现被改动的时间')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='wagtaildocs.document', verbose_name='文件')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='wagtailimages.image', verbose_name='图片')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='pages.documentversion', verbose_name='文件版本')),
            ],
            options={
                'verbose_name': '签发的文件',
                'verbose_name_plural': '签发的文件',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('picture__isnull', True)), models.Q(('file__isnull', True), ('picture__isnull', False)), _connector='OR'), name='signedfile_is_one_thing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(help_text='例如“橙子”“公示几天”', max_length=40, unique=True, verbose_name='群众的说法')),
                ('means', models.CharField(blank=True, help_text='网站上的说法，几个之间用顿号分开，例如“脐橙”', max_length=200, verbose_name='同义词')),
                ('page', models.ForeignKey(blank=True, help_text='搜索中含有这个说法时排在最前；页面未公开时不显示', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='优先显示的页面')),
            ],
            options={
                'verbose_name': '搜索用语',
                'verbose_name_plural': '搜索用语',
                'ordering': ['word'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('means', ''), ('page', None), _negated=True), name='search_word_says_something', violation_error_message='请填写同义词，或者选择优先显示的页面'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PreviewAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.DateTimeField(blank=True, null=True, verbose_name='预览的时点')),
                ('purpose', models.CharField(max_length=60, verbose_name='给谁看')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='摘要')),
                ('made_at', models.DateTimeField(verbose_name='生成时间')),
                ('expires_at', models.DateTimeField(verbose_name='失效时间')),
                ('use_count', models.PositiveIntegerField(default=0, verbose_name='打开次数')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='最近使用时间')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='生成人')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_addresses', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='页面')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision', verbose_name='草稿')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '预览地址',
                'verbose_name_plural': '预览地址',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='previewaddress_expires_later'), models.CheckConstraint(condition=models.Q(models.Q(('moment__isnull', False), ('revision__isnull', True)), models.Q(('moment__isnull', True), ('revision__isnull', False)), _connector='OR'), name='previewaddress_draft_or_moment'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='previewaddress_revocation_is_whole'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='previewaddress_has_a_purpose')],
            },
        ),
    ]
