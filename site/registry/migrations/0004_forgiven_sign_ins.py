from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_listed_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='failedsignin',
            name='is_forgiven',
            field=models.BooleanField(default=False, help_text='管理员解除登录锁定以后不再计数，记录保留', verbose_name='已解除锁定'),
        ),
    ]
