"""Documents with parts, files, figures and versions; the body waits beside its new blocks."""

import django.db.models.deletion
import modelcluster.fields
import pages.models.documents
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        migrations.AddField(
            model_name='documentindexpage',
            name='introduction',
            field=models.CharField(blank=True, max_length=300, verbose_name='栏目说明'),
        ),
        migrations.AddField(
            model_name='documentindexpage',
            name='months_until_stale',
            field=models.PositiveSmallIntegerField(default=6, help_text='超过这些月没有新内容，列入“栏目更新”报表', verbose_name='更新要求（月）'),
        ),
        migrations.AddField(
            model_name='documentindexpage',
            name='section',
            field=models.CharField(choices=[('policy', '政策文件'), ('interpretation', '政策解读'), ('announcement', '通知公告'), ('bulletin', '工作通报'), ('case', '典型案例'), ('guide', '办事指南')], default='policy', max_length=16, verbose_name='栏目种类'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='amends',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='amended_by', to='pages.documentpage', verbose_name='修改的文件'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='body_text',
            field=models.TextField(blank=True, editable=False, verbose_name='正文文字'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='category',
            field=models.CharField(blank=True, help_text='空着用所在栏目的名称', max_length=40, verbose_name='组配分类'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='consent_record',
            field=models.CharField(blank=True, help_text='同意书编号和存放处；只供内部查验，不公开', max_length=200, verbose_name='同意书'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='copies_to',
            field=models.CharField(blank=True, max_length=300, verbose_name='抄送机关'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='correction_note',
            field=models.CharField(blank=True, help_text='已公开的文件改动文字时必填：改了什么、为什么改；公开显示', max_length=300, verbose_name='更正说明'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='for_cooperatives',
            field=models.BooleanField(default=False, verbose_name='专业合作社'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='for_epidemic_hit',
            field=models.BooleanField(default=False, verbose_name='受疫情影响的经营主体'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='for_leading_enterprises',
            field=models.BooleanField(default=False, verbose_name='龙头企业'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='for_pioneers',
            field=models.BooleanField(default=False, verbose_name='致富带头人'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='interpretation_form',
            field=models.CharField(blank=True, choices=[('text', '文字解读'), ('pictures', '图解'), ('questions', '问答'), ('video', '音视频')], max_length=10, verbose_name='解读形式'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='is_normative',
            field=models.BooleanField(default=False, verbose_name='行政规范性文件'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='joint_issuers',
            field=models.CharField(blank=True, help_text='主办机关以外的，用顿号分隔', max_length=400, verbose_name='联合发文机关'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='names_persons',
            field=models.CharField(blank=True, choices=[('no', '没有写到具体个人'), ('yes', '写到具体个人，已取得本人书面同意')], max_length=4, verbose_name='写到具体个人'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='no_interpretation_because',
            field=models.CharField(blank=True, help_text='规范性文件应当与解读同步公开；确不需要解读的写明理由，公开显示', max_length=200, verbose_name='不解读的理由'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='partly_repeals',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='partly_repealed_by', to='pages.documentpage', verbose_name='部分废止的文件'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='printed_on',
            field=models.DateField(blank=True, null=True, verbose_name='印发日期'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='printing_office',
            field=models.CharField(blank=True, max_length=120, verbose_name='印发机关'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='public_note',
            field=models.CharField(blank=True, help_text='例如“此件公开发布”，不写括号', max_length=60, verbose_name='附注'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='public_review_ref',
            field=models.CharField(blank=True, help_text='信息公开保密审查的登记号', max_length=60, verbose_name='公开审查编号'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='secrecy',
            field=models.CharField(default='公开', help_text='只能是“公开”：涉密文件不得进入本系统', max_length=10, validators=[pages.models.documents.only_open], verbose_name='密级'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='urgency',
            field=models.CharField(blank=True, choices=[('urgent', '加急'), ('most_urgent', '特急')], max_length=12, verbose_name='紧急程度'),
        ),
        migrations.RenameField(
            model_name='documentpage',
            old_name='body',
            new_name='body_html',
        ),
        migrations.AddField(
            model_name='documentpage',
            name='body',
            field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('table', 7), ('figure', 11), ('attachment', 14), ('quote', 17), ('question', 20), ('video', 24)], blank=True, block_lookup={0: ('pages.models.blocks.Paragraph', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': '段落'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', '一级（一、）'), ('3', '二级（（一））')], 'label': '层级'}), 2: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'max_length': 120}), 3: ('wagtail.blocks.StructBlock', [[('level', 1), ('text', 2)]], {'icon': 'title', 'label': '小标题'}), 4: ('wagtail.blocks.CharBlock', (), {'label': '表题', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'required': False}), 6: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 5)]], {'help_text': '第一行是各列的名称；读屏软件据此朗读，请填写完整', 'label': '表格'}), 7: ('wagtail.blocks.StructBlock', [[('caption', 4), ('cells', 6)]], {'icon': 'table', 'label': '表格'}), 8: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': '图片'}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': '说明图片内容，供看不到图片的人了解；图解应写出全部要点', 'label': '替代文字', 'max_length': 250}), 10: ('wagtail.blocks.CharBlock', (), {'label': '图题', 'max_length': 120, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('image', 8), ('alt', 9), ('caption', 10)]], {'icon': 'image', 'label': '图片'}), 12: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': '文件'}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': '空着用文件标题', 'label': '名称', 'max_length': 120, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('document', 12), ('text', 13)]], {'icon': 'doc-full', 'label': '附件链接'}), 15: ('wagtail.blocks.TextBlock', (), {'label': '引文'}), 16: ('wagtail.blocks.CharBlock', (), {'label': '出处', 'max_length': 120, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('source', 16)]], {'icon': 'openquote', 'label': '引文'}), 18: ('wagtail.blocks.CharBlock', (), {'label': '问', 'max_length': 300}), 19: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': '答'}), 20: ('wagtail.blocks.StructBlock', [[('question', 18), ('answer', 19)]], {'icon': 'help', 'label': '问答'}), 21: ('wagtail.blocks.CharBlock', (), {'label': '标题', 'max_length': 120}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': '政务视频平台的播放页；本站只给链接，不嵌入播放器', 'label': '网址'}), 23: ('wagtail.blocks.TextBlock', (), {'help_text': '供听不到声音的人阅读', 'label': '文字稿'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('url', 22), ('transcript', 23)]], {'icon': 'media', 'label': '音视频链接'})}, verbose_name='正文', default=''),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='doc_no',
            field=models.CharField(blank=True, help_text='按原文书写，例如“章扶办字〔2020〕2号”', max_length=60, verbose_name='发文字号'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='index_no',
            field=models.CharField(blank=True, help_text='空着由系统在签发时编号；公开后不再改变', max_length=40, null=True, unique=True, verbose_name='索引号'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='issuer',
            field=models.CharField(help_text='全称；联合行文填主办机关', max_length=120, verbose_name='发布机构'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='keywords',
            field=models.CharField(blank=True, help_text='用顿号分隔', max_length=200, verbose_name='主题词'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='recipients',
            field=models.CharField(blank=True, help_text='不写末尾的冒号', max_length=300, verbose_name='主送机关'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='summary',
            field=models.CharField(blank=True, help_text='用于列表和搜索结果', max_length=500, verbose_name='摘要'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='topic',
            field=models.CharField(help_text='例如“农业、林业、水利/扶贫”', max_length=60, verbose_name='主题分类'),
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
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='pages.documentpage', verbose_name='文件')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.revision', verbose_name='修订')),
            ],
            options={
                'verbose_name': '文件版本',
                'verbose_name_plural': '文件版本',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('page', 'number'), name='documentversion_once_per_number')],
            },
        ),
    ]
