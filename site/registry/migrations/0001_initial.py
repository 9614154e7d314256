import datetime
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import registry.models.people
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="Applicant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "entity_type",
                    models.CharField(
                        choices=[
                            ("enterprise", "企业"),
                            ("cooperative", "农民专业合作社"),
                            ("village_collective", "农村集体经济组织"),
                            ("other_legal_person", "其他法人"),
                            ("individual_business", "个体工商户"),
                        ],
                        max_length=24,
                        verbose_name="主体类型",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(max_length=18, unique=True, verbose_name="统一社会信用代码"),
                ),
                ("domicile", models.CharField(max_length=200, verbose_name="住所（营业执照）")),
                (
                    "domicile_region",
                    models.CharField(
                        help_text="营业执照住所所在县区，GB/T 2260；以此认定本地注册",
                        max_length=6,
                        verbose_name="住所区划代码",
                    ),
                ),
                (
                    "production_address",
                    models.CharField(blank=True, max_length=200, verbose_name="生产地址"),
                ),
                (
                    "legal_representative",
                    models.CharField(max_length=40, verbose_name="法定代表人"),
                ),
                ("contact_person", models.CharField(max_length=40, verbose_name="联系人")),
                ("phone", models.CharField(max_length=20, verbose_name="联系电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子信箱")),
                (
                    "public_phone",
                    models.CharField(
                        blank=True,
                        help_text="同意公开的办公电话；可不填",
                        max_length=20,
                        verbose_name="对外联系电话",
                    ),
                ),
                (
                    "established_on",
                    models.DateField(blank=True, null=True, verbose_name="成立日期"),
                ),
                (
                    "registered_capital_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="注册资本（分）"),
                ),
                ("business_scope", models.TextField(blank=True, verbose_name="经营范围")),
                ("trademark", models.CharField(blank=True, max_length=60, verbose_name="注册商标")),
                (
                    "trademark_no",
                    models.CharField(blank=True, max_length=20, verbose_name="商标注册号"),
                ),
                (
                    "trademark_class",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="商标注册用商品和服务国际分类，第1至45类",
                        null=True,
                        verbose_name="商标类别",
                    ),
                ),
                (
                    "brand_awards",
                    models.CharField(blank=True, max_length=300, verbose_name="品牌荣誉"),
                ),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="单位类别")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
            ],
            options={
                "verbose_name": "申请单位",
                "verbose_name_plural": "申请单位",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "applicant_role",
                    models.CharField(
                        choices=[("owner", "管理人"), ("agent", "经办人")],
                        default="owner",
                        max_length=8,
                        verbose_name="在申请单位的身份",
                    ),
                ),
                (
                    "is_self_registered",
                    models.BooleanField(
                        default=False,
                        help_text="自行注册的，电子信箱验证后才能登录",
                        verbose_name="自行注册",
                    ),
                ),
                ("mail_notices", models.BooleanField(default=True, verbose_name="接收邮件提醒")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agents",
                        to="registry.applicant",
                        verbose_name="所属申请单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "用户",
                "verbose_name_plural": "用户",
            },
            managers=[
                ("objects", registry.models.people.PeopleManager()),
            ],
        ),
        migrations.CreateModel(
            name="CalendarEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40, verbose_name="版本")),
                ("cause", models.CharField(max_length=240, verbose_name="变动原因")),
                ("years", models.JSONField(verbose_name="年份")),
                ("days", models.JSONField(verbose_name="日期")),
                ("in_force_at", models.DateTimeField(verbose_name="生效时间")),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="重新计算完成时间"),
                ),
            ],
            options={
                "verbose_name": "工作日历版本",
                "verbose_name_plural": "工作日历版本",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["id"],
                        name="calendaredition_unsettled",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DishonestyEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("illegal", "违法违规行为"),
                            ("serious_quality", "严重质量和食品安全问题"),
                            ("false_material", "提供虚假材料"),
                            ("misuse_of_name", "冒用扶贫产品名义"),
                        ],
                        max_length=20,
                        verbose_name="事由",
                    ),
                ),
                ("facts", models.TextField(verbose_name="事实")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="来源")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "拟登记"),
                            ("noticed", "已告知"),
                            ("effective", "生效"),
                            ("repaired", "已修复"),
                            ("lapsed", "已届满"),
                            ("withdrawn", "已撤销"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "noticed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="告知时间"),
                ),
                (
                    "defence_ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="陈述申辩截止"),
                ),
                ("defence", models.TextField(blank=True, max_length=4000, verbose_name="陈述申辩")),
                (
                    "defended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="陈述申辩时间"),
                ),
                ("decision", models.TextField(blank=True, verbose_name="决定理由")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="决定时间"),
                ),
                (
                    "effective_from",
                    models.DateField(blank=True, null=True, verbose_name="有效期起"),
                ),
                (
                    "effective_until",
                    models.DateField(blank=True, null=True, verbose_name="有效期止（含当日）"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="终结时间")),
                ("end_reason", models.TextField(blank=True, verbose_name="终结理由")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dishonesty",
                        to="registry.applicant",
                        verbose_name="申请单位",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "defended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="陈述申辩人",
                    ),
                ),
                (
                    "noticed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="告知人",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "失信登记",
                "verbose_name_plural": "失信登记",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FailedSignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=64, verbose_name="账号摘要")),
                (
                    "kind",
                    models.CharField(
                        choices=[("password", "密码"), ("code", "动态口令")],
                        max_length=8,
                        verbose_name="种类",
                    ),
                ),
                (
                    "browser",
                    models.CharField(
                        blank=True,
                        help_text="没有登录过该账号的浏览器为空，合并计数",
                        max_length=32,
                        verbose_name="浏览器",
                    ),
                ),
                (
                    "address",
                    models.GenericIPAddressField(blank=True, null=True, verbose_name="网络地址"),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录失败",
                "verbose_name_plural": "登录失败",
            },
        ),
        migrations.CreateModel(
            name="HolidayPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="生效时间"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("title", models.CharField(max_length=120, verbose_name="文件名称")),
                ("document_no", models.CharField(max_length=60, verbose_name="发文字号")),
                ("issued_on", models.DateField(verbose_name="成文日期")),
                ("paper", models.JSONField(verbose_name="日期")),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="被新文件取代"),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="复核后生效",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
            ],
            options={
                "verbose_name": "节假日安排",
                "verbose_name_plural": "节假日安排",
                "ordering": ["-year", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="电子信箱")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "管理人"), ("agent", "经办人")],
                        max_length=8,
                        verbose_name="身份",
                    ),
                ),
                ("invited_at", models.DateTimeField(verbose_name="邀请时间")),
                ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="接受时间"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                ),
                (
                    "accepted_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接受人",
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="registry.applicant",
                        verbose_name="申请单位",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="邀请人",
                    ),
                ),
            ],
            options={
                "verbose_name": "邀请",
                "verbose_name_plural": "邀请",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("business_licence", "营业执照"),
                            ("food_production_licence", "食品生产许可证"),
                            ("food_trade_licence", "食品经营许可证"),
                            ("workshop_registration", "小作坊登记证"),
                            ("other", "其他"),
                        ],
                        max_length=24,
                        verbose_name="种类",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期止")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="registry.applicant",
                        verbose_name="申请单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "资格证书",
                "verbose_name_plural": "资格证书",
            },
        ),
        migrations.CreateModel(
            name="LocalOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="生效时间"),
                ),
                ("first_day", models.DateField(verbose_name="首日")),
                ("last_day", models.DateField(verbose_name="末日（含当日）")),
                ("is_working_day", models.BooleanField(verbose_name="上班")),
                ("basis", models.CharField(max_length=120, verbose_name="依据文件")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="复核后生效",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
            ],
            options={
                "verbose_name": "本地工作日调整",
                "verbose_name_plural": "本地工作日调整",
                "ordering": ["-first_day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="失效日期（含当日）"),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                (
                    "name",
                    models.CharField(
                        help_text="按公文印发的写法", max_length=80, verbose_name="名称"
                    ),
                ),
                (
                    "full_name",
                    models.CharField(
                        blank=True,
                        help_text="与印章一致；对外落款一律用全称",
                        max_length=120,
                        verbose_name="全称",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "部门"),
                            ("subdistrict", "街道"),
                            ("town", "镇"),
                            ("work_station", "扶贫工作站"),
                            ("zone_committee", "管委会"),
                            ("mass_organisation", "群团"),
                            ("paired_unit", "结对帮扶单位"),
                            ("group", "分组"),
                            ("upper", "上级"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("township", "乡级"),
                            ("district", "区级"),
                            ("city", "市级"),
                            ("province", "省级"),
                            ("national", "国家级"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                (
                    "works_in_system",
                    models.BooleanField(
                        default=True,
                        help_text="否：其结果由区扶贫办登记人员凭文件登记",
                        verbose_name="在本系统办理",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registry.organisation",
                        verbose_name="上级",
                    ),
                ),
                (
                    "successors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="predecessors",
                        to="registry.organisation",
                        verbose_name="承接者",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构",
                "verbose_name_plural": "机构",
                "ordering": ["level", "code"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("station_officer", "扶贫工作站经办"),
                            ("station_head", "扶贫工作站负责人"),
                            ("fpb_clerk", "区扶贫办受理"),
                            ("fpb_reviewer", "区扶贫办审核"),
                            ("agri_reviewer", "区农业农村局审核"),
                            ("agri_head", "区农业农村局负责人"),
                            ("price_reviewer", "价格核查"),
                            ("price_head", "价格核查部门负责人"),
                            ("upper_recorder", "上级结果登记"),
                            ("city_reviewer", "市级复核"),
                            ("province_reviewer", "省级审核"),
                            ("complaint_officer", "异议与投诉核查"),
                            ("manager", "区扶贫办负责人"),
                            ("auditor", "审计"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="起")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="止（含当日）"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="registry.organisation",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "verbose_name_plural": "任职",
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(verbose_name="止（含当日）")),
                ("because", models.CharField(max_length=200, verbose_name="事由")),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提前结束时间"),
                ),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="离岗人员",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputised",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代办人",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "委托代办",
                "verbose_name_plural": "委托代办",
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(db_index=True, max_length=18, verbose_name="统一社会信用代码"),
                ),
                (
                    "facts",
                    models.JSONField(
                        help_text="申请单位各栏，信箱验证后据此建立申请单位",
                        verbose_name="登记内容",
                    ),
                ),
                ("registered_at", models.DateTimeField(db_index=True, verbose_name="注册时间")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "注册登记",
                "verbose_name_plural": "注册登记",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=60, verbose_name="依据文号"),
                ),
                ("effective_from", models.DateField(verbose_name="施行日期")),
                (
                    "effective_until",
                    models.DateField(blank=True, null=True, verbose_name="废止日期（含当日）"),
                ),
                (
                    "publicity_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="区级公示工作日"),
                ),
                (
                    "national_publicity_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="全国公示工作日"),
                ),
                (
                    "count_start_day",
                    models.BooleanField(default=False, verbose_name="公示首日计入"),
                ),
                (
                    "notice_hour",
                    models.PositiveSmallIntegerField(default=9, verbose_name="每日公示发布时点"),
                ),
                (
                    "outage_minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        help_text="一个工作日内公示网页不能正常打开累计满该分钟数的，公示期顺延一个工作日；0为不顺延",
                        verbose_name="公示中断顺延门槛（分钟）",
                    ),
                ),
                (
                    "board_posting",
                    models.BooleanField(
                        default=False,
                        help_text="有产品公示的工作站应当登记张贴情况",
                        verbose_name="须在村公示栏张贴",
                    ),
                ),
                (
                    "validity_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="有效期（月）"),
                ),
                (
                    "renewal_window_months",
                    models.PositiveSmallIntegerField(default=3, verbose_name="再次申请窗口（月）"),
                ),
                (
                    "change_report_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="变更上报工作日"),
                ),
                (
                    "station_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="工作站认可时限"),
                ),
                (
                    "assignment_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="指定工作站时限"),
                ),
                (
                    "review_days",
                    models.PositiveSmallIntegerField(default=15, verbose_name="区级审核时限"),
                ),
                (
                    "mending_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="补正建议时限"),
                ),
                (
                    "objection_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="异议核查时限"),
                ),
                (
                    "report_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="上报市级时限"),
                ),
                (
                    "outcome_days",
                    models.PositiveSmallIntegerField(default=15, verbose_name="上级结果跟踪时限"),
                ),
                (
                    "national_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="登记全国公示时限"),
                ),
                (
                    "listing_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="列入目录时限"),
                ),
                (
                    "change_registering_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="变更登记时限"),
                ),
                (
                    "change_assessment_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="变更核查时限"),
                ),
                (
                    "change_notice_days",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="变更报告期限（工作日）"
                    ),
                ),
                (
                    "renewal_reminders",
                    models.CharField(
                        default="90,60,30,7",
                        help_text="以半角逗号分隔，如 90,60,30,7",
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[1-9]\\d{0,2}(,[1-9]\\d{0,2})*$", "请填写天数，以半角逗号分隔"
                            )
                        ],
                        verbose_name="再次申请提醒（到期前天数）",
                    ),
                ),
                (
                    "complaint_accept_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="投诉受理时限"),
                ),
                (
                    "complaint_finish_days",
                    models.PositiveSmallIntegerField(default=15, verbose_name="投诉办理时限"),
                ),
                (
                    "complaint_extension_days",
                    models.PositiveSmallIntegerField(default=15, verbose_name="投诉延期时限"),
                ),
                (
                    "reply_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="被投诉单位答复时限"),
                ),
                (
                    "defence_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="自告知书发出次日起算，不少于5个",
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="失信登记陈述申辩工作日",
                    ),
                ),
                (
                    "dishonesty_notice_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="失信登记告知时限"),
                ),
                (
                    "dishonesty_decision_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="失信登记决定时限"),
                ),
                (
                    "roster_retention_months",
                    models.PositiveSmallIntegerField(
                        default=36,
                        help_text="自申请的最后一个产品办结起，期满销毁并留下记录",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="名册保管期限（月）",
                    ),
                ),
                (
                    "require_legal_person",
                    models.BooleanField(default=True, verbose_name="要求法人资格"),
                ),
                (
                    "countersign_endorsement",
                    models.BooleanField(
                        default=False,
                        help_text="经办人拟办，工作站负责人签发",
                        verbose_name="工作站认可须负责人审签",
                    ),
                ),
                (
                    "countersign_reviews",
                    models.BooleanField(
                        default=False,
                        help_text="审核人拟办，本单位负责人签发",
                        verbose_name="区级审核须负责人审签",
                    ),
                ),
                (
                    "local_region",
                    models.CharField(default="360702", max_length=6, verbose_name="本地区划代码"),
                ),
                (
                    "district_name",
                    models.CharField(
                        default="章贡区",
                        help_text="与区划代码一致的县级名称",
                        max_length=20,
                        verbose_name="本地名称",
                    ),
                ),
                (
                    "product_term",
                    models.CharField(default="扶贫产品", max_length=20, verbose_name="产品称谓"),
                ),
                (
                    "station_term",
                    models.CharField(
                        default="扶贫工作站", max_length=20, verbose_name="工作站称谓"
                    ),
                ),
                (
                    "campaign_term",
                    models.CharField(default="消费扶贫", max_length=20, verbose_name="工作称谓"),
                ),
                (
                    "hotline",
                    models.CharField(default="12317", max_length=20, verbose_name="监督举报电话"),
                ),
                (
                    "second_hotline",
                    models.CharField(default="12345", max_length=20, verbose_name="政务服务热线"),
                ),
                ("contact_phone", models.CharField(max_length=20, verbose_name="受理电话")),
                ("address", models.CharField(max_length=120, verbose_name="受理地址")),
                (
                    "commitment_text",
                    models.TextField(
                        default="本人(公司/合作社）承诺提交的申报材料和带贫成效真实可信，产品质量合格、价格合理，并自觉接受相关部门监管和社会监督，如有虚假，愿意承担一切责任。",
                        verbose_name="承诺书文本",
                    ),
                ),
                (
                    "basis",
                    models.TextField(
                        blank=True,
                        help_text="没有区级办法的期间，写明依据什么试行",
                        verbose_name="施行依据",
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="空：草案，任何办理都不适用",
                        null=True,
                        verbose_name="批准时间",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=120,
                        verbose_name="未经两人录入批准的理由",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="质量安全审核部门",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="市级复核机关",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="主管办公室",
                    ),
                ),
                (
                    "price_bureau",
                    models.ForeignKey(
                        blank=True,
                        help_text="留空即不另作价格核查；填写后与其他审核并行",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="价格核查部门",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="省级审核机关",
                    ),
                ),
            ],
            options={
                "verbose_name": "规则版本",
                "verbose_name_plural": "规则版本",
                "ordering": ["-effective_from"],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("declared", "本人申报"),
                            ("shareholder", "出资或任职"),
                            ("relative", "近亲属"),
                        ],
                        default="declared",
                        max_length=12,
                        verbose_name="关系",
                    ),
                ),
                ("declared_at", models.DateTimeField(verbose_name="申报时间")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="registry.applicant",
                        verbose_name="申请单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "利害关系",
                "verbose_name_plural": "利害关系",
            },
        ),
        migrations.CreateModel(
            name="Township",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="失效日期（含当日）"),
                ),
                (
                    "gb_code",
                    models.CharField(max_length=9, unique=True, verbose_name="统计用区划代码"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("subdistrict", "街道"), ("town", "镇")],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("administered_by", models.CharField(max_length=60, verbose_name="管辖单位")),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="townships",
                        to="registry.organisation",
                        verbose_name="扶贫工作站",
                    ),
                ),
                (
                    "successors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="predecessors",
                        to="registry.township",
                        verbose_name="承接者",
                    ),
                ),
            ],
            options={
                "verbose_name": "乡镇街道",
                "verbose_name_plural": "乡镇街道",
                "ordering": ["gb_code"],
            },
        ),
        migrations.AddField(
            model_name="applicant",
            name="domicile_township",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.township",
                verbose_name="住所乡镇街道",
            ),
        ),
        migrations.AddField(
            model_name="applicant",
            name="production_township",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applicants",
                to="registry.township",
                verbose_name="生产地乡镇街道",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applicant__isnull", True),
                    models.Q(("is_staff", False), ("is_superuser", False)),
                    _connector="OR",
                ),
                name="user_applicant_agent_is_no_staff",
                violation_error_message="申请单位人员不得同时为工作人员",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "noticed", "withdrawn"]),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("effective_from__isnull", False),
                        ("effective_until__isnull", False),
                        ("noticed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dishonesty_effective_was_noticed_and_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("noticed_at__isnull", True),
                        ("noticed_by__isnull", True),
                        ("defence_ends_at__isnull", True),
                    ),
                    models.Q(
                        ("defence_ends_at__gt", models.F("noticed_at")),
                        ("noticed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dishonesty_notice_has_a_defence_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "noticed"), _negated=True),
                    ("noticed_at__isnull", False),
                    _connector="OR",
                ),
                name="dishonesty_noticed_has_a_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_from__isnull", True),
                    ("decided_at__gte", models.F("defence_ends_at")),
                    _connector="OR",
                ),
                name="dishonesty_decided_after_the_defence",
                violation_error_message="陈述申辩期限未满，不得作出决定",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("defence", ""),
                        ("defended_at__isnull", True),
                        ("defended_by__isnull", True),
                    ),
                    models.Q(
                        ("defended_at__isnull", False),
                        ("defended_by__isnull", False),
                        models.Q(("defence", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dishonesty_defence_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("effective_from__isnull", True), ("effective_until__isnull", True)),
                    ("effective_until__gte", models.F("effective_from")),
                    _connector="OR",
                ),
                name="dishonesty_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_until__isnull", True),
                    (
                        "effective_until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("effective_from"),
                            "+",
                            models.Value(datetime.timedelta(days=1096)),
                        ),
                    ),
                    _connector="OR",
                ),
                name="dishonesty_three_years_at_most",
                violation_error_message="失信登记的期限不得超过三年",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="dishonesty_never_decided_by_its_proposer",
                violation_error_message="同一人不得提出又决定",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("state__in", ["proposed", "noticed", "effective"]),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state__in", ["repaired", "lapsed", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="dishonesty_ended_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="dishonestyentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "noticed"])),
                fields=("applicant", "cause"),
                name="dishonesty_one_open_proposal",
                violation_error_message="该单位因同一事由已有办理中的失信登记",
            ),
        ),
        migrations.AddIndex(
            model_name="failedsignin",
            index=models.Index(
                fields=["account", "kind", "at"], name="registry_fa_account_ba9654_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="failedsignin",
            index=models.Index(fields=["address", "at"], name="registry_fa_address_e7f628_idx"),
        ),
        migrations.AddConstraint(
            model_name="holidaypaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by__isnull", True),
                    models.Q(("checked_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="holidaypaper_two_people",
                violation_error_message="录入人与复核人不得为同一人",
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaypaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="holidaypaper_check_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaypaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("checked_at__isnull", False), ("replaced_at__isnull", True)),
                fields=("year",),
                name="holidaypaper_one_in_force",
                violation_error_message="该年度已有生效的节假日安排",
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaypaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("checked_at__isnull", True)),
                fields=("year",),
                name="holidaypaper_one_draft",
                violation_error_message="该年度已有待复核的节假日安排，请修改那一份",
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaypaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_at__isnull", True),
                    ("replaced_at__gte", models.F("checked_at")),
                    _connector="OR",
                ),
                name="holidaypaper_replaced_after_its_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("invited_at"))),
                name="invitation_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_acceptance_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_cancelling_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                ),
                name="invitation_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                fields=("applicant", "kind", "number"), name="licence_once_per_applicant"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issued_on__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("issued_on")),
                    _connector="OR",
                ),
                name="licence_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="localoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by__isnull", True),
                    models.Q(("checked_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="localoverride_two_people",
                violation_error_message="录入人与复核人不得为同一人",
            ),
        ),
        migrations.AddConstraint(
            model_name="localoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="localoverride_check_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="localoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="localoverride_days_in_order",
                violation_error_message="末日不得早于首日",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="organisation_dates_in_order",
                violation_error_message="失效日期不得早于生效日期",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "organisation", "role"), name="membership_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="membership_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                name="delegation_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("absent", models.F("deputy")), _negated=True),
                name="delegation_to_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(
                fields=("effective_from",),
                name="ruleset_one_a_day",
                violation_error_message="已有规则版本自该日起施行",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="ruleset_two_people",
                violation_error_message="录入人与批准人不得为同一人",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("entered_by__isnull", False),
                    ),
                    models.Q(
                        ("approved_at__isnull", False), models.Q(("ground", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="ruleset_approval_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_until__isnull", True),
                    ("effective_until__gte", models.F("effective_from")),
                    _connector="OR",
                ),
                name="ruleset_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("national_publicity_days__gte", 1),
                    ("publicity_days__gte", 1),
                    ("notice_hour__lte", 23),
                    ("validity_months__gte", 1),
                ),
                name="ruleset_terms_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(("defence_days__gte", 5)),
                name="ruleset_defence_long_enough",
                violation_error_message="陈述申辩的期限不得少于5个工作日",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                fields=("user", "applicant"), name="tie_once_per_applicant"
            ),
        ),
        migrations.AddConstraint(
            model_name="township",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="township_dates_in_order",
                violation_error_message="失效日期不得早于生效日期",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registered_capital_fen__isnull", True),
                    ("registered_capital_fen__gte", 0),
                    _connector="OR",
                ),
                name="applicant_capital_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trademark_class__isnull", True),
                    models.Q(("trademark_class__gte", 1), ("trademark_class__lte", 45)),
                    _connector="OR",
                ),
                name="applicant_trademark_class_in_range",
                violation_error_message="商标类别应在第1至45类之间",
            ),
        ),
    ]
