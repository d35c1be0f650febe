import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0001_initial'),
        ('school', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='check_out',
            field=models.BooleanField(default=False, verbose_name='要签退'),
        ),
        migrations.AddField(
            model_name='activity',
            name='sign_up',
            field=models.CharField(blank=True, choices=[('', '不用报名'), ('first', '先到先得，满了候补'), ('approve', '报名后审批'), ('choice', '选课：按志愿分配')], default='', max_length=8, verbose_name='报名'),
        ),
        migrations.AddField(
            model_name='activity',
            name='sign_up_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='报名截止'),
        ),
        migrations.AddField(
            model_name='activity',
            name='time_text',
            field=models.CharField(blank=True, help_text='学校原来的写法，照印', max_length=60, verbose_name='原文时间'),
        ),
        migrations.AddField(
            model_name='activity',
            name='version',
            field=models.PositiveIntegerField(default=0, help_text='安排改过几次'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='device',
            field=models.CharField(blank=True, help_text='随机编号的摘要，不含机型', max_length=32, verbose_name='签到手机'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='doubt',
            field=models.CharField(blank=True, choices=[('', '没有'), ('open', '疑似代签'), ('cleared', '已核实')], default='', max_length=8, verbose_name='疑似代签'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='left_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='签退时间'),
        ),
        migrations.AddField(
            model_name='session',
            name='cancelled',
            field=models.CharField(blank=True, max_length=100, verbose_name='这一场取消的理由'),
        ),
        migrations.AddField(
            model_name='session',
            name='places',
            field=models.PositiveSmallIntegerField(blank=True, help_text='空：不限', null=True, verbose_name='名额'),
        ),
        migrations.AddField(
            model_name='session',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='FixedSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, '周一'), (2, '周二'), (3, '周三'), (4, '周四'), (5, '周五'), (6, '周六'), (7, '周日')], verbose_name='星期')),
                ('starts', models.TimeField(verbose_name='开始')),
                ('ends', models.TimeField(verbose_name='结束')),
                ('period', models.CharField(blank=True, max_length=20, verbose_name='节次')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='地点')),
                ('theory_minutes', models.PositiveSmallIntegerField(default=20, verbose_name='理论学习分钟')),
                ('reading', models.CharField(blank=True, max_length=80, verbose_name='读什么')),
                ('version', models.PositiveIntegerField(default=0)),
                ('key', models.UUIDField(null=True, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_slots', to='school.group', verbose_name='组')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher', verbose_name='领读')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_slots', to='school.school', verbose_name='学校')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_slots', to='school.term')),
            ],
            options={
                'verbose_name': '教研固定时间',
                'verbose_name_plural': '教研固定时间',
                'ordering': ['weekday', 'starts', 'group__order'],
            },
        ),
        migrations.CreateModel(
            name='LooseSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loose_sheets', to='school.school')),
            ],
            options={
                'verbose_name': '待归的签到表',
                'verbose_name_plural': '待归的签到表',
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('school', 'file'), name='loose_sheet_once')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', '待定'), ('placed', '已报上'), ('waiting', '候补'), ('declined', '没有报上'), ('withdrawn', '已退出')], default='asked', max_length=10, verbose_name='状态')),
                ('wish', models.PositiveSmallIntegerField(default=1, verbose_name='第几志愿')),
                ('at', models.DateTimeField(verbose_name='报名时间')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='理由')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='activities.session')),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='school.teacher')),
            ],
            options={
                'verbose_name': '报名',
                'verbose_name_plural': '报名',
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'teacher'), name='registration_once')],
            },
        ),
    ]
