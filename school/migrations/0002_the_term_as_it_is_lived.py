import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('school', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('printed_at', models.DateTimeField(verbose_name='印于')),
                ('expires_at', models.DateTimeField(verbose_name='有效到')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='用过')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='school.school', verbose_name='学校')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='card', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '个人卡',
                'verbose_name_plural': '个人卡',
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('way', models.CharField(choices=[('day', '全天'), ('app', '系统通知'), ('mail', '邮件'), ('robot', '群机器人')], max_length=5, verbose_name='方式')),
                ('to', models.CharField(blank=True, default='', max_length=40, verbose_name='给谁')),
                ('text', models.TextField(blank=True, default='', verbose_name='内容')),
                ('named', models.JSONField(default=list, help_text='teacher ids')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('done', models.BooleanField(default=False)),
                ('error', models.CharField(blank=True, default='', max_length=200, verbose_name='没发出去')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to='school.school')),
            ],
            options={
                'verbose_name': '每日提醒',
                'verbose_name_plural': '每日提醒',
                'ordering': ['-day', 'way', 'to'],
                'constraints': [models.UniqueConstraint(fields=('school', 'day', 'way', 'to'), name='digest_once_a_day')],
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='once',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='twin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='twins', to='school.storedfile', verbose_name='同一张照片'),
        ),
        migrations.AddField(
            model_name='user',
            name='daily_mail',
            field=models.BooleanField(default=False, verbose_name='每天一封提醒邮件'),
        ),
        migrations.AddField(
            model_name='user',
            name='feed_key',
            field=models.CharField(blank=True, max_length=43, null=True, unique=True, verbose_name='日历密钥'),
        ),
        migrations.AddField(
            model_name='user',
            name='pin',
            field=models.CharField(blank=True, default='', help_text='hashed like a password', max_length=128, verbose_name='六位数字'),
        ),
        migrations.AddField(
            model_name='user',
            name='pin_misses',
            field=models.PositiveSmallIntegerField(default=0, help_text='since the last right one', verbose_name='数字输错'),
        ),
        migrations.AlterField(
            model_name='storedfile',
            name='phash',
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('user', 'once'), name='notice_once'),
        ),
    ]
