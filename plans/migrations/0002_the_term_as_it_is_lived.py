import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
        ('school', '0002_the_term_as_it_is_lived'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待批准'), ('approved', '已批准')], default='draft', max_length=10, verbose_name='状态')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True, verbose_name='退回理由')),
            ],
            options={
                'verbose_name': '经费预算',
                'verbose_name_plural': '经费预算',
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('category', models.CharField(choices=[('外请讲课', '外请讲课'), ('图书资料', '图书资料'), ('印刷装订', '印刷装订'), ('外出学习', '外出学习'), ('活动用品', '活动用品'), ('表彰', '表彰'), ('其他', '其他')], max_length=8, verbose_name='类别')),
                ('purpose', models.CharField(max_length=100, verbose_name='用途')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='预算（元）')),
            ],
            options={
                'verbose_name': '经费各行',
                'verbose_name_plural': '经费各行',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CoreProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120, verbose_name='我的核心问题')),
                ('how', models.TextField(blank=True, verbose_name='打算怎么做')),
                ('state', models.CharField(choices=[('open', '研究中'), ('closed', '已解决'), ('carried', '转到下学期')], default='open', max_length=8, verbose_name='状态')),
                ('outcome', models.TextField(blank=True, verbose_name='结果')),
                ('version', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '核心问题',
                'verbose_name_plural': '核心问题',
                'ordering': ['teacher__order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(max_length=60, verbose_name='报给')),
                ('online', models.BooleanField(default=True, verbose_name='区县在本系统里收')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('inside', models.JSONField(default=list, verbose_name='内容')),
                ('state', models.CharField(choices=[('sent', '已报送'), ('received', '已收'), ('returned', '退回')], default='sent', max_length=10, verbose_name='状态')),
                ('remark', models.TextField(blank=True, verbose_name='意见')),
                ('sent_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('key', models.UUIDField(unique=True)),
            ],
            options={
                'verbose_name': '报送',
                'verbose_name_plural': '报送',
                'ordering': ['-sent_at'],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('text', models.CharField(max_length=120, verbose_name='目标')),
                ('number', models.DecimalField(decimal_places=1, max_digits=8, verbose_name='数量')),
                ('unit', models.CharField(max_length=6, verbose_name='单位')),
                ('measure', models.CharField(max_length=120, verbose_name='怎样量')),
                ('by', models.CharField(max_length=30, verbose_name='谁来量')),
                ('result', models.CharField(blank=True, choices=[('', '还没有结果'), ('reached', '达成'), ('partly', '部分达成'), ('missed', '没有达成')], default='', max_length=8, verbose_name='结果')),
                ('actual', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, verbose_name='实际')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '目标',
                'verbose_name_plural': '目标',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PlanDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('school', '学校计划'), ('group', '教研组计划'), ('teacher', '个人计划')], max_length=8, verbose_name='哪种计划')),
                ('day', models.DateField(verbose_name='期限')),
            ],
            options={
                'verbose_name': '交计划的期限',
                'verbose_name_plural': '交计划的期限',
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120, verbose_name='问题')),
                ('where', models.CharField(blank=True, max_length=120, verbose_name='在哪里看到的')),
                ('at', models.DateTimeField()),
                ('key', models.UUIDField(unique=True)),
            ],
            options={
                'verbose_name': '教学问题',
                'verbose_name_plural': '教学问题',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='RuleReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '制度确认',
                'verbose_name_plural': '制度确认',
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField(verbose_name='第几稿')),
                ('body', models.TextField(blank=True, verbose_name='正文')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='改了什么')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_force', '现行'), ('superseded', '已被替换')], default='draft', max_length=10, verbose_name='状态')),
                ('effective', models.DateField(blank=True, null=True, verbose_name='自哪天起施行')),
                ('version', models.PositiveIntegerField(default=0)),
                ('edited_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '制度文本',
                'verbose_name_plural': '制度文本',
                'ordering': ['-no'],
            },
        ),
        migrations.CreateModel(
            name='SchoolRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='名称')),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '制度',
                'verbose_name_plural': '制度',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('entered', '待核准'), ('approved', '已核准'), ('returned', '退回')], default='entered', max_length=10, verbose_name='状态')),
                ('day', models.DateField(verbose_name='日期')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='金额（元）')),
                ('purpose', models.CharField(max_length=100, verbose_name='事由')),
                ('payee', models.CharField(max_length=60, verbose_name='收款方')),
                ('voucher_no', models.CharField(max_length=40, verbose_name='凭证号')),
                ('entered_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True, verbose_name='退回理由')),
                ('key', models.UUIDField(unique=True)),
            ],
            options={
                'verbose_name': '支出',
                'verbose_name_plural': '支出',
                'ordering': ['day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=40, verbose_name='主题')),
                ('chosen', models.BooleanField(default=False, verbose_name='本学期研究')),
                ('state', models.CharField(choices=[('open', '研究中'), ('closed', '已解决'), ('carried', '转到下学期')], default='open', max_length=8, verbose_name='状态')),
                ('outcome', models.TextField(blank=True, verbose_name='结果')),
            ],
            options={
                'verbose_name': '研修主题',
                'verbose_name_plural': '研修主题',
                'ordering': ['-chosen', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WordTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'Word 样板',
                'verbose_name_plural': 'Word 样板',
            },
        ),
        migrations.AddField(
            model_name='leadershipmember',
            name='since',
            field=models.DateField(blank=True, null=True, verbose_name='任期起'),
        ),
        migrations.AddField(
            model_name='leadershipmember',
            name='team',
            field=models.CharField(choices=[('lead', '领导小组'), ('guide', '研修指导组'), ('judge', '评审组'), ('support', '学习支持中心')], default='lead', max_length=8, verbose_name='哪个组'),
        ),
        migrations.AddField(
            model_name='leadershipmember',
            name='until',
            field=models.DateField(blank=True, null=True, verbose_name='任期止'),
        ),
        migrations.AddField(
            model_name='plan',
            name='asked',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='请谁审批'),
        ),
        migrations.AddField(
            model_name='plan',
            name='burden_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='burden_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plan',
            name='burden_minutes',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='同意的每周书写分钟'),
        ),
        migrations.AddField(
            model_name='plan',
            name='burden_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='超过负担上限的理由'),
        ),
        migrations.AddField(
            model_name='plan',
            name='ends',
            field=models.DateField(blank=True, null=True, verbose_name='止'),
        ),
        migrations.AddField(
            model_name='plan',
            name='network',
            field=models.JSONField(blank=True, default=list, verbose_name='管理网络各级的叫法'),
        ),
        migrations.AddField(
            model_name='plan',
            name='numbers',
            field=models.JSONField(blank=True, default=dict, help_text='个人计划：上课、听课、读书各多少', verbose_name='打算做多少'),
        ),
        migrations.AddField(
            model_name='plan',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='plans.plan', verbose_name='上一级计划'),
        ),
        migrations.AddField(
            model_name='plan',
            name='period',
            field=models.CharField(choices=[('term', '学期计划'), ('year', '学年计划'), ('years', '规划')], default='term', max_length=6, verbose_name='时段'),
        ),
        migrations.AddField(
            model_name='plan',
            name='review',
            field=models.TextField(blank=True, verbose_name='期末回顾'),
        ),
        migrations.AddField(
            model_name='plan',
            name='starts',
            field=models.DateField(blank=True, help_text='学年计划和规划才有；学期计划按学期', null=True, verbose_name='起'),
        ),
        migrations.AddField(
            model_name='plancomment',
            name='kept_reason',
            field=models.CharField(blank=True, help_text='写了理由的是照原样保留，空着的是已采纳', max_length=200, verbose_name='不改的理由'),
        ),
        migrations.AddField(
            model_name='scheduleentry',
            name='edited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scheduleentry',
            name='late_note',
            field=models.CharField(blank=True, help_text='没有按计划办的缘由，一句话', max_length=200, verbose_name='落实说明'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='term',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='school.term', verbose_name='学期'),
        ),
        migrations.AlterField(
            model_name='quota',
            name='period',
            field=models.CharField(choices=[('week', '每周'), ('month', '每月'), ('term', '每学期'), ('year', '每学年')], default='term', max_length=6, verbose_name='周期'),
        ),
        migrations.AddConstraint(
            model_name='leadershipmember',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('since__lte', models.F('until')), _connector='OR'), name='office_since_until'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('level', 'school'), ('term', None)), fields=('school', 'period', 'starts'), name='one_long_plan'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('level', 'group'), ('term', None)), fields=('group', 'period', 'starts'), name='one_long_plan_per_group'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('level', 'teacher'), ('term', None)), fields=('teacher', 'period', 'starts'), name='one_long_plan_per_teacher'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('period', 'term'), ('term__isnull', False)), models.Q(models.Q(('period', 'term'), _negated=True), ('ends__isnull', False), ('starts__isnull', False), ('starts__lt', models.F('ends')), ('term', None)), _connector='OR'), name='plan_has_its_period'),
        ),
        migrations.AddField(
            model_name='budget',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='budget',
            name='plan',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='budget', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='budget',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='budget',
            name='submitted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='budget',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='plans.budget'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='content_item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.contentitem', verbose_name='研修内容'),
        ),
        migrations.AddField(
            model_name='coreproblem',
            name='before',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.coreproblem', verbose_name='接着上学期的'),
        ),
        migrations.AddField(
            model_name='coreproblem',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='coreproblem',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='core_problems', to='school.teacher'),
        ),
        migrations.AddField(
            model_name='coreproblem',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.term'),
        ),
        migrations.AddField(
            model_name='filing',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filing',
            name='package',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile'),
        ),
        migrations.AddField(
            model_name='filing',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='filing',
            name='sent_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filing',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.term'),
        ),
        migrations.AddField(
            model_name='goal',
            name='judged_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goal',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='plandue',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='plandue',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.term'),
        ),
        migrations.AddField(
            model_name='problem',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='problem',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher'),
        ),
        migrations.AddField(
            model_name='problem',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.term'),
        ),
        migrations.AddField(
            model_name='rulereceipt',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='edited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='rulereceipt',
            name='rule_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='plans.ruleversion'),
        ),
        migrations.AddField(
            model_name='schoolrule',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='plans.schoolrule'),
        ),
        migrations.AddField(
            model_name='spending',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='spending',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='spending',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='plans.budgetline', verbose_name='预算'),
        ),
        migrations.AddField(
            model_name='spending',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='spending',
            name='voucher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile', verbose_name='凭证照片'),
        ),
        migrations.AddField(
            model_name='theme',
            name='entries',
            field=models.ManyToManyField(blank=True, related_name='themes', to='plans.scheduleentry', verbose_name='为它办的活动'),
        ),
        migrations.AddField(
            model_name='theme',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='theme',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.term'),
        ),
        migrations.AddField(
            model_name='problem',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='problems', to='plans.theme'),
        ),
        migrations.AddField(
            model_name='coreproblem',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cores', to='plans.theme', verbose_name='主题'),
        ),
        migrations.AddField(
            model_name='wordtemplate',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wordtemplate',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile'),
        ),
        migrations.AddField(
            model_name='wordtemplate',
            name='school',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='budget_line_positive'),
        ),
        migrations.AddConstraint(
            model_name='plandue',
            constraint=models.UniqueConstraint(fields=('term', 'level'), name='due_once'),
        ),
        migrations.AddConstraint(
            model_name='rulereceipt',
            constraint=models.UniqueConstraint(fields=('rule_version', 'user'), name='rule_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='schoolrule',
            constraint=models.UniqueConstraint(fields=('school', 'title'), name='rule_title_once'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(fields=('rule', 'no'), name='rule_no_once'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('rule',), name='one_rule_draft'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('rule',), name='one_rule_in_force'),
        ),
        migrations.AddConstraint(
            model_name='spending',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='spending_positive'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('term', 'title'), name='theme_once'),
        ),
        migrations.AddConstraint(
            model_name='coreproblem',
            constraint=models.UniqueConstraint(fields=('term', 'teacher'), name='one_core_problem'),
        ),
    ]
