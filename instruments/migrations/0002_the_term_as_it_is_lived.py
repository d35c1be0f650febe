import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('instruments', '0001_initial'),
        ('school', '0002_the_term_as_it_is_lived'),
        ('school', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.BooleanField(default=False, verbose_name='已答')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher')),
                ('expert', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='专家')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='instruments.round')),
                ('teacher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher')),
            ],
            options={
                'verbose_name': '回执',
                'verbose_name_plural': '回执',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('about', None)), fields=('round', 'teacher'), name='asked_once'), models.UniqueConstraint(fields=('round', 'teacher', 'about'), name='asked_about_once'), models.UniqueConstraint(condition=models.Q(('about', None)), fields=('round', 'expert'), name='expert_asked_once'), models.UniqueConstraint(fields=('round', 'expert', 'about'), name='expert_asked_about_once'), models.CheckConstraint(condition=models.Q(models.Q(('expert', None), ('teacher__isnull', False)), models.Q(('expert__isnull', False), ('teacher', None)), _connector='OR'), name='receipt_of_one_person')],
            },
        ),
        migrations.AddField(
            model_name='instrument',
            name='draft',
            field=models.BooleanField(default=False, verbose_name='草稿'),
        ),
        migrations.AddField(
            model_name='instrument',
            name='edits',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='instrument',
            name='key',
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name='response',
            name='counts',
            field=models.JSONField(default=dict, verbose_name='合计'),
        ),
        migrations.AddField(
            model_name='response',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='school.group', verbose_name='填表人的组'),
        ),
        migrations.AddField(
            model_name='response',
            name='key',
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name='response',
            name='sheets',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='份数'),
        ),
        migrations.AddField(
            model_name='round',
            name='about',
            field=models.CharField(choices=[('nobody', '不评人'), ('self', '每人评自己'), ('group', '每人评同组的其他老师'), ('named', '评指定的老师')], default='nobody', max_length=6, verbose_name='评谁'),
        ),
        migrations.AddField(
            model_name='round',
            name='about_whom',
            field=models.JSONField(default=dict, verbose_name='评哪些老师'),
        ),
        migrations.AddField(
            model_name='round',
            name='closed',
            field=models.BooleanField(default=False, verbose_name='已收'),
        ),
        migrations.AddField(
            model_name='round',
            name='group_kind',
            field=models.CharField(choices=[('research', '教研组'), ('preparation', '备课组'), ('grade', '年级组'), ('campus', '校点')], default='research', max_length=12, verbose_name='同哪一种组'),
        ),
        migrations.AddField(
            model_name='round',
            name='key',
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name='round',
            name='occasion',
            field=models.CharField(blank=True, max_length=80, verbose_name='哪次活动'),
        ),
        migrations.AddField(
            model_name='round',
            name='party',
            field=models.CharField(choices=[('teachers', '教师'), ('self', '自评'), ('peers', '互评'), ('leaders', '领导评'), ('experts', '专家评'), ('pupils', '学生评'), ('parents', '家长评')], default='teachers', max_length=8, verbose_name='谁来填'),
        ),
        migrations.AddField(
            model_name='round',
            name='reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='一月两次的理由'),
        ),
        migrations.AlterField(
            model_name='instrument',
            name='purpose',
            field=models.CharField(choices=[('lesson', '课堂教学评价'), ('judging', '评审'), ('survey', '问卷'), ('rating', '自评互评'), ('inspection', '检查'), ('skill', '技能考核')], max_length=12, verbose_name='用途'),
        ),
    ]
