import django.db.models.deletion
import school.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0001_initial'),
        ('school', '0002_the_term_as_it_is_lived'),
        ('school', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='理由')),
                ('state', models.CharField(choices=[('proposed', '等另一人同意'), ('agreed', '已重新打开'), ('declined', '未同意')], default='proposed', max_length=10, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='evaluation.scoresheet')),
            ],
            options={
                'verbose_name': '重新打开',
                'verbose_name_plural': '重新打开',
                'ordering': ['-proposed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('sheet',), name='one_open_reopening')],
            },
        ),
        migrations.CreateModel(
            name='TermReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('school', '学校'), ('group', '教研组'), ('teacher', '个人')], max_length=8, verbose_name='谁的')),
                ('first', models.DateField(verbose_name='从')),
                ('last', models.DateField(verbose_name='到')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('chapters', school.fields.DocumentField(blank=True, default=dict, verbose_name='各部分的文字')),
                ('figures', school.fields.DocumentField(blank=True, null=True, verbose_name='写好时的数字')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='数字截至')),
                ('state', models.CharField(choices=[('draft', '在写'), ('done', '已写好')], default='draft', max_length=6, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0)),
                ('edited_at', models.DateTimeField()),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.group', verbose_name='组')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school', verbose_name='学校')),
                ('teacher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher', verbose_name='教师')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='school.term', verbose_name='学期')),
            ],
            options={
                'verbose_name': '学期报告',
                'verbose_name_plural': '学期报告',
                'ordering': ['-last', 'first', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group', None), ('level', 'school'), ('teacher', None)), models.Q(('group__isnull', False), ('level', 'group'), ('teacher', None)), models.Q(('group', None), ('level', 'teacher'), ('teacher__isnull', False)), _connector='OR'), name='report_level_names_its_owner'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='report_first_before_last'), models.UniqueConstraint(condition=models.Q(('level', 'school')), fields=('term', 'first', 'last'), name='one_report'), models.UniqueConstraint(condition=models.Q(('level', 'group')), fields=('term', 'group', 'first', 'last'), name='one_report_per_group'), models.UniqueConstraint(condition=models.Q(('level', 'teacher')), fields=('term', 'teacher', 'first', 'last'), name='one_report_per_teacher')],
            },
        ),
        migrations.AddField(
            model_name='scoresheet',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审定人'),
        ),
    ]
