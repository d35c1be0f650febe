import django.db.models.deletion
import school.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0001_initial'),
        ('instruments', '0002_the_term_as_it_is_lived'),
        ('school', '0002_the_term_as_it_is_lived'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('state', models.CharField(choices=[('collecting', '收作品'), ('judging', '评审中'), ('decided', '已确认')], default='collecting', max_length=10, verbose_name='状态')),
                ('entries_due', models.DateField(blank=True, null=True, verbose_name='交作品截止')),
                ('judging_due', models.DateField(blank=True, null=True, verbose_name='评审截止')),
                ('blind', models.BooleanField(default=True, verbose_name='匿名评审')),
                ('own_group', models.BooleanField(default=False, verbose_name='评委可以评本组')),
                ('trim', models.BooleanField(default=False, verbose_name='去掉一个最高分和一个最低分')),
                ('ties', models.CharField(choices=[('same', '并列，名次相同'), ('item', '看一项指标，高的在前'), ('jury', '由评委会议定，写明理由')], default='same', max_length=6, verbose_name='同分')),
                ('tie_item', models.CharField(blank=True, max_length=40, verbose_name='同分时看的指标')),
                ('tier_by', models.CharField(choices=[('share', '按名次，占百分之几'), ('number', '按名次，取几名'), ('points', '按得分，几分以上')], default='share', max_length=6, verbose_name='分档办法')),
                ('tiers', school.fields.DocumentField(help_text='[{name, value}]，从高到低', verbose_name='档次')),
                ('praised', models.PositiveSmallIntegerField(default=1, verbose_name='公布前几档')),
                ('gives', models.CharField(choices=[('tier', '记档次'), ('number', '记平均分')], default='tier', max_length=6, verbose_name='记入评定')),
                ('level', models.CharField(default='校级', max_length=10, verbose_name='级别')),
                ('version', models.PositiveIntegerField(default=1)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认于')),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '评比',
                'verbose_name_plural': '评比',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='题目')),
                ('no', models.PositiveSmallIntegerField(blank=True, help_text='抽签得出，评委只看见它', null=True, verbose_name='编号')),
                ('jury_place', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='评委会议定的先后')),
                ('jury_reason', models.CharField(blank=True, max_length=100, verbose_name='议定的理由')),
                ('mean', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='平均分')),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='名次')),
                ('tier', models.CharField(blank=True, max_length=20, verbose_name='档次')),
                ('at', models.DateTimeField(verbose_name='交来')),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '参评作品',
                'verbose_name_plural': '参评作品',
                'ordering': ['no', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(blank=True, choices=[('', '未查'), ('ok', '符合'), ('returned', '要整改'), ('answered', '已整改，待复查'), ('mended', '复查合格')], default='', max_length=10, verbose_name='结果')),
                ('number', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='数值')),
                ('level', models.CharField(blank=True, max_length=20, verbose_name='等级')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='评语或问题')),
                ('due', models.DateField(blank=True, null=True, verbose_name='整改期限')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='通知本人')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='本人回复')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('again', models.CharField(blank=True, max_length=200, verbose_name='复查意见')),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '检查结果',
                'verbose_name_plural': '检查结果',
                'ordering': ['teacher__order', 'teacher__staff_no'],
            },
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
            ],
            options={
                'verbose_name': '教研固定时间',
                'verbose_name_plural': '教研固定时间',
                'ordering': ['weekday', 'starts', 'group__order'],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='姓名')),
                ('from_school', models.CharField(max_length=60, verbose_name='学校')),
                ('part', models.CharField(blank=True, max_length=30, verbose_name='做了什么')),
            ],
            options={
                'verbose_name': '来宾',
                'verbose_name_plural': '来宾',
                'ordering': ['from_school', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Help',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('what', models.CharField(choices=[('lesson', '听课'), ('preparation', '备课'), ('talk', '谈话'), ('show', '示范'), ('homework', '作业'), ('meeting', '参加教研'), ('lecture', '讲座')], max_length=12, verbose_name='做了什么')),
                ('line', models.CharField(max_length=200, verbose_name='一句话')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='发现的问题')),
                ('follow_up', models.CharField(blank=True, max_length=200, verbose_name='怎样跟进')),
                ('due', models.DateField(blank=True, null=True, verbose_name='什么时候看结果')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='跟进完成')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='结果')),
                ('at', models.DateTimeField()),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '帮带记录',
                'verbose_name_plural': '帮带记录',
                'ordering': ['-day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='查什么')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('unit', models.CharField(blank=True, help_text='篇、本、课时、分；不用数就空着', max_length=6, verbose_name='数的单位')),
                ('levels', models.JSONField(blank=True, default=list, verbose_name='等级')),
                ('rota', models.TextField(blank=True, help_text='如 第5周 语文', verbose_name='轮查安排')),
                ('audience', models.JSONField(default=dict, verbose_name='检查谁')),
                ('way', models.CharField(choices=[('all', '逐人检查'), ('random', '随机抽查')], default='all', max_length=6, verbose_name='办法')),
                ('drawn', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='抽几人')),
                ('seed', models.CharField(blank=True, max_length=16, verbose_name='抽签种子')),
                ('pool', models.JSONField(blank=True, default=list, help_text='工号，抽签当时的名单', verbose_name='从谁里抽')),
                ('day', models.DateField(verbose_name='日期')),
                ('gives', models.CharField(blank=True, choices=[('', '不记入评定'), ('number', '记数值'), ('tier', '记档次')], default='', max_length=6, verbose_name='记入评定')),
                ('state', models.CharField(choices=[('open', '检查中'), ('confirmed', '已确认')], default='open', max_length=10, verbose_name='状态')),
                ('at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认于')),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '检查',
                'verbose_name_plural': '检查',
                'ordering': ['-day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Joint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('union', '城乡联合体'), ('area', '教研协作区'), ('hand', '手拉手'), ('exchange', '联谊教研'), ('send', '送教下乡'), ('support', '对口支教'), ('shadow', '跟岗学习')], default='exchange', max_length=10, verbose_name='形式')),
                ('published', models.BooleanField(default=False, verbose_name='结对学校可看')),
            ],
            options={
                'verbose_name': '校际活动',
                'verbose_name_plural': '校际活动',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Judge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '评委',
                'verbose_name_plural': '评委',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Judging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('remark', models.TextField(blank=True, verbose_name='评语')),
                ('declined', models.CharField(blank=True, max_length=100, verbose_name='回避的原因')),
                ('version', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '评审',
                'verbose_name_plural': '评审',
                'ordering': ['entry__no'],
            },
        ),
        migrations.CreateModel(
            name='LooseSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '待归的签到表',
                'verbose_name_plural': '待归的签到表',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='要做的事')),
                ('due', models.DateField(verbose_name='什么时候完成')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='做成了什么')),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '阶段任务',
                'verbose_name_plural': '阶段任务',
                'ordering': ['due', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='能讲什么')),
                ('level', models.CharField(choices=[('school', '校级'), ('county', '县级'), ('city', '市级'), ('province', '省级')], default='school', max_length=10, verbose_name='级别')),
                ('note', models.CharField(blank=True, max_length=100, verbose_name='适合谁听')),
            ],
            options={
                'verbose_name': '校内讲师',
                'verbose_name_plural': '校内讲师',
                'ordering': ['teacher__order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='OpenLesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', '汇报课'), ('study', '研讨课'), ('inquiry', '探究课'), ('demonstration', '示范课'), ('quality', '优质课'), ('showing', '展示课'), ('follow', '跟进课'), ('repeated', '重复深入课'), ('theme', '主题过关课'), ('innovation', '创新展示课'), ('same_topic', '同课异构'), ('polished', '同上（磨）一节课')], default='report', max_length=16, verbose_name='种类')),
                ('day', models.DateField(verbose_name='日期')),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='开始')),
                ('period', models.CharField(blank=True, max_length=10, verbose_name='节次')),
                ('class_name', models.CharField(max_length=20, verbose_name='班级')),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='学科')),
                ('topic', models.CharField(max_length=80, verbose_name='课题')),
                ('place', models.CharField(blank=True, max_length=40, verbose_name='地点')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, help_text='空：不限', null=True, verbose_name='听课座位')),
                ('purpose', models.TextField(blank=True, verbose_name='想请大家看什么')),
                ('state', models.CharField(choices=[('announced', '已公布'), ('group', '教研组推荐'), ('school', '学校推荐'), ('county', '推荐到县'), ('cancelled', '已取消')], default='announced', max_length=10, verbose_name='状态')),
                ('recommended', models.JSONField(default=list, help_text='[{step, by, at, reason}]', verbose_name='推荐经过')),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '公开课',
                'verbose_name_plural': '公开课',
                'ordering': ['day', 'starts', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '课题成果',
                'verbose_name_plural': '课题成果',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mentor', '师徒结对'), ('help', '一对一帮扶'), ('station', '蹲点包组')], default='mentor', max_length=8, verbose_name='类别')),
                ('skill', models.CharField(blank=True, max_length=60, verbose_name='帮带方面')),
                ('goals', models.TextField(blank=True, verbose_name='目标')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(verbose_name='止')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='协议签定')),
                ('state', models.CharField(choices=[('draft', '草拟'), ('running', '进行中'), ('finished', '已结束')], default='draft', max_length=10, verbose_name='状态')),
                ('praise', models.TextField(blank=True, verbose_name='优秀师徒推荐理由')),
                ('praised_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '师徒结对',
                'verbose_name_plural': '师徒结对',
                'ordering': ['kind', '-since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='校名')),
                ('kind', models.CharField(choices=[('union', '城乡联合体'), ('area', '教研协作区'), ('hand', '手拉手'), ('exchange', '联谊教研'), ('send', '送教下乡'), ('support', '对口支教'), ('shadow', '跟岗学习')], default='exchange', max_length=10, verbose_name='联系')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '结对学校',
                'verbose_name_plural': '结对学校',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=80, verbose_name='课题')),
                ('subject', models.CharField(blank=True, max_length=30, verbose_name='学科年级')),
                ('goals', models.TextField(blank=True, verbose_name='目标')),
                ('key_points', models.TextField(blank=True, verbose_name='重难点')),
                ('changes', models.TextField(blank=True, verbose_name='修改')),
                ('afterwards', models.TextField(blank=True, verbose_name='课后反思')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': '集体备课',
                'verbose_name_plural': '集体备课',
                'ordering': ['-activity_id'],
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
            ],
            options={
                'verbose_name': '报名',
                'verbose_name_plural': '报名',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='内容')),
                ('agreed', models.TextField(blank=True, verbose_name='共识')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '备课讨论',
                'verbose_name_plural': '备课讨论',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TimetableSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, '星期一'), (2, '星期二'), (3, '星期三'), (4, '星期四'), (5, '星期五'), (6, '星期六'), (7, '星期日')], verbose_name='星期')),
                ('period', models.PositiveSmallIntegerField(verbose_name='节次')),
                ('class_name', models.CharField(max_length=20, verbose_name='班级')),
                ('subject', models.CharField(max_length=20, verbose_name='学科')),
            ],
            options={
                'verbose_name': '课表',
                'verbose_name_plural': '课表',
                'ordering': ['weekday', 'period', 'class_name'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='课题名称')),
                ('problem', models.TextField(verbose_name='要解决的问题')),
                ('level', models.CharField(choices=[('school', '校级'), ('county', '县级'), ('city', '市级'), ('province', '省级')], default='school', max_length=10, verbose_name='级别')),
                ('outside', models.CharField(blank=True, max_length=100, verbose_name='校外成员')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(verbose_name='止')),
                ('number', models.CharField(blank=True, max_length=30, verbose_name='立项编号')),
                ('state', models.CharField(choices=[('proposed', '待立项'), ('declined', '不立项'), ('agreed', '已立项'), ('running', '研究中'), ('finished', '已结题'), ('unfinished', '未结题')], default='proposed', max_length=10, verbose_name='状态')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='批语')),
                ('conclusion', models.TextField(blank=True, verbose_name='结题小结')),
                ('version', models.PositiveIntegerField(default=0)),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '课题',
                'verbose_name_plural': '课题',
                'ordering': ['-since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Trip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=60, verbose_name='去哪里')),
                ('topic', models.CharField(max_length=100, verbose_name='学什么')),
                ('first', models.DateField(verbose_name='哪天去')),
                ('last', models.DateField(verbose_name='哪天回')),
                ('cost', models.CharField(blank=True, max_length=100, verbose_name='费用')),
                ('state', models.CharField(choices=[('asked', '待批'), ('approved', '同意外出'), ('declined', '不同意'), ('withdrawn', '撤回')], default='asked', max_length=10, verbose_name='状态')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='批语')),
                ('waiver', models.CharField(blank=True, max_length=200, verbose_name='不做二次培训的理由')),
                ('waived_at', models.DateTimeField(blank=True, null=True)),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '外出学习',
                'verbose_name_plural': '外出学习',
                'ordering': ['-first', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=100, verbose_name='用在哪里')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '用过',
                'verbose_name_plural': '用过',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Walk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('class_name', models.CharField(blank=True, max_length=20, verbose_name='班级')),
                ('period', models.CharField(blank=True, max_length=10, verbose_name='节次')),
                ('seen', models.JSONField(default=list, verbose_name='看到的')),
                ('text', models.CharField(blank=True, max_length=100, verbose_name='一句话')),
                ('day', models.DateField(verbose_name='日期')),
                ('at', models.DateTimeField()),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '巡课',
                'verbose_name_plural': '巡课',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='WorkComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(max_length=30)),
                ('text', models.TextField(verbose_name='想说的话')),
                ('at', models.DateTimeField()),
                ('key', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'verbose_name': '同伴的话',
                'verbose_name_plural': '同伴的话',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '材料附件',
                'verbose_name_plural': '材料附件',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='WorkShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '请人看看',
                'verbose_name_plural': '请人看看',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='activity',
            name='bring',
            field=models.CharField(blank=True, max_length=60, verbose_name='请带'),
        ),
        migrations.AddField(
            model_name='activity',
            name='check_out',
            field=models.BooleanField(default=False, verbose_name='要签退'),
        ),
        migrations.AddField(
            model_name='activity',
            name='decisions',
            field=models.TextField(blank=True, help_text='会议定了什么', verbose_name='议决事项'),
        ),
        migrations.AddField(
            model_name='activity',
            name='entry_seal',
            field=models.CharField(blank=True, max_length=32, verbose_name='照哪一稿日程'),
        ),
        migrations.AddField(
            model_name='activity',
            name='say_number',
            field=models.BooleanField(default=False, verbose_name='签到要报数'),
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
            name='elsewhere',
            field=models.BooleanField(default=False, verbose_name='从别的网络签的'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='left_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='签退时间'),
        ),
        migrations.AddField(
            model_name='conductrecord',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='决定日期'),
        ),
        migrations.AddField(
            model_name='conductrecord',
            name='deciders',
            field=models.ManyToManyField(blank=True, related_name='+', to='school.teacher', verbose_name='参加决定的人'),
        ),
        migrations.AddField(
            model_name='observation',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='本人核对于'),
        ),
        migrations.AddField(
            model_name='observation',
            name='typed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代录'),
        ),
        migrations.AddField(
            model_name='session',
            name='cancelled',
            field=models.CharField(blank=True, max_length=100, verbose_name='这一场取消的理由'),
        ),
        migrations.AddField(
            model_name='session',
            name='network',
            field=models.CharField(blank=True, max_length=50, verbose_name='从哪个网络开的签到'),
        ),
        migrations.AddField(
            model_name='session',
            name='places',
            field=models.PositiveSmallIntegerField(blank=True, help_text='空：不限', null=True, verbose_name='名额'),
        ),
        migrations.AddField(
            model_name='session',
            name='until',
            field=models.DateField(blank=True, help_text='连着几天的，最后一天', null=True, verbose_name='至'),
        ),
        migrations.AddField(
            model_name='session',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='work',
            name='awarded_by',
            field=models.CharField(blank=True, max_length=60, verbose_name='颁奖或发表单位'),
        ),
        migrations.AddField(
            model_name='work',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='本人核对于'),
        ),
        migrations.AddField(
            model_name='work',
            name='level',
            field=models.CharField(blank=True, max_length=20, verbose_name='级别'),
        ),
        migrations.AddField(
            model_name='work',
            name='prize',
            field=models.CharField(blank=True, max_length=20, verbose_name='奖次'),
        ),
        migrations.AddField(
            model_name='work',
            name='tags',
            field=models.CharField(blank=True, help_text='用空格分开，别人在资源库里好找', max_length=60, verbose_name='标签'),
        ),
        migrations.AddField(
            model_name='workkind',
            name='closed',
            field=models.BooleanField(default=False, help_text='写过的留着，照样算；新的不再写这一种', verbose_name='不再写'),
        ),
        migrations.AddField(
            model_name='workkind',
            name='compared',
            field=models.BooleanField(default=False, help_text='论文、教学设计等：审阅人也看得到和以前材料相同的段落', verbose_name='审阅时看相似'),
        ),
        migrations.AddField(
            model_name='workkind',
            name='levels',
            field=models.JSONField(blank=True, default=list, help_text='获奖、发表：从高到低；记了级别，也写奖次和颁奖单位', verbose_name='级别'),
        ),
        migrations.AddField(
            model_name='workkind',
            name='proof',
            field=models.BooleanField(default=False, help_text='交的时候要有截图、证书的照片或附件', verbose_name='要有证明'),
        ),
        migrations.AddField(
            model_name='workversion',
            name='files',
            field=models.JSONField(default=list, help_text='StoredFile ids'),
        ),
        migrations.AlterField(
            model_name='attendance',
            name='how',
            field=models.CharField(blank=True, choices=[('', '未记'), ('qr', '扫码'), ('code', '口令'), ('hand', '点名'), ('later', '补签'), ('paper', '纸质'), ('leave', '请假'), ('lesson', '听课记录')], default='', max_length=6, verbose_name='方式'),
        ),
        migrations.AlterField(
            model_name='conductrecord',
            name='decision',
            field=models.TextField(blank=True, help_text='空：还没有决定，不扣分', verbose_name='领导小组决定'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='observation',
            name='state',
            field=models.CharField(choices=[('waiting', '候补'), ('booked', '已约'), ('draft', '草稿'), ('submitted', '已提交'), ('answered', '已回应')], default='draft', max_length=10, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='session',
            name='visitors',
            field=models.CharField(blank=True, max_length=300, verbose_name='来宾'),
        ),
        migrations.AlterField(
            model_name='work',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='work',
            name='privacy',
            field=models.CharField(choices=[('self', '仅审阅人可见'), ('pair', '师徒可见'), ('group', '本组可见'), ('school', '全校可见')], default='self', max_length=8, verbose_name='可见'),
        ),
        migrations.AlterField(
            model_name='workkind',
            name='privacy',
            field=models.CharField(choices=[('self', '仅审阅人可见'), ('pair', '师徒可见'), ('group', '本组可见'), ('school', '全校可见')], default='self', max_length=8, verbose_name='默认可见'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), models.Q(('day__isnull', False), ('day__lt', models.F('until'))), _connector='OR'), name='session_until_later'),
        ),
        migrations.AddField(
            model_name='contest',
            name='activity',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contest', to='activities.activity', verbose_name='活动'),
        ),
        migrations.AddField(
            model_name='contest',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contest',
            name='instrument',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='instruments.instrument', verbose_name='评审表'),
        ),
        migrations.AddField(
            model_name='contest',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='entry',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='entry',
            name='contest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='activities.contest'),
        ),
        migrations.AddField(
            model_name='entry',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile', verbose_name='文件'),
        ),
        migrations.AddField(
            model_name='entry',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='school.teacher', verbose_name='作者'),
        ),
        migrations.AddField(
            model_name='entry',
            name='work',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='activities.work', verbose_name='研修材料'),
        ),
        migrations.AddField(
            model_name='finding',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='检查人'),
        ),
        migrations.AddField(
            model_name='finding',
            name='proof',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile', verbose_name='证明'),
        ),
        migrations.AddField(
            model_name='finding',
            name='response',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='finding', to='instruments.response'),
        ),
        migrations.AddField(
            model_name='finding',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='school.school'),
        ),
        migrations.AddField(
            model_name='finding',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='school.teacher'),
        ),
        migrations.AddField(
            model_name='fixedslot',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_slots', to='school.group', verbose_name='组'),
        ),
        migrations.AddField(
            model_name='fixedslot',
            name='reader',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher', verbose_name='领读'),
        ),
        migrations.AddField(
            model_name='fixedslot',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_slots', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='fixedslot',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_slots', to='school.term'),
        ),
        migrations.AddField(
            model_name='help',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inspection',
            name='activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='activities.activity', verbose_name='活动'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='检查人'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inspection',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='school.group', verbose_name='组'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='instrument',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='instruments.instrument', verbose_name='检查表'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='school.term', verbose_name='学期'),
        ),
        migrations.AddField(
            model_name='finding',
            name='inspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='activities.inspection'),
        ),
        migrations.AddField(
            model_name='joint',
            name='activity',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='joint', to='activities.activity', verbose_name='活动'),
        ),
        migrations.AddField(
            model_name='joint',
            name='host',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='activities.joint', verbose_name='主办方的活动'),
        ),
        migrations.AddField(
            model_name='joint',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joints', to='school.school'),
        ),
        migrations.AddField(
            model_name='guest',
            name='joint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='activities.joint'),
        ),
        migrations.AddField(
            model_name='judge',
            name='contest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judges', to='activities.contest'),
        ),
        migrations.AddField(
            model_name='judge',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judging', to=settings.AUTH_USER_MODEL, verbose_name='评委'),
        ),
        migrations.AddField(
            model_name='judging',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgings', to='activities.entry'),
        ),
        migrations.AddField(
            model_name='judging',
            name='judge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgings', to='activities.judge'),
        ),
        migrations.AddField(
            model_name='judging',
            name='response',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judging', to='instruments.response'),
        ),
        migrations.AddField(
            model_name='loosesheet',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='loosesheet',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile'),
        ),
        migrations.AddField(
            model_name='loosesheet',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loose_sheets', to='school.school'),
        ),
        migrations.AddField(
            model_name='offer',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='school.school'),
        ),
        migrations.AddField(
            model_name='offer',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='school.teacher', verbose_name='讲师'),
        ),
        migrations.AddField(
            model_name='openlesson',
            name='activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='open_lessons', to='activities.activity', verbose_name='活动'),
        ),
        migrations.AddField(
            model_name='openlesson',
            name='design',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.work', verbose_name='教学设计'),
        ),
        migrations.AddField(
            model_name='openlesson',
            name='reflection',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.work', verbose_name='课后反思'),
        ),
        migrations.AddField(
            model_name='openlesson',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_lessons', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='openlesson',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_lessons', to='school.teacher', verbose_name='授课教师'),
        ),
        migrations.AddField(
            model_name='openlesson',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_lessons', to='school.term', verbose_name='学期'),
        ),
        migrations.AddField(
            model_name='observation',
            name='lesson',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='observations', to='activities.openlesson', verbose_name='公开课'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(fields=('lesson', 'observer'), name='one_observation_of_an_open_lesson'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='work',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.work'),
        ),
        migrations.AddField(
            model_name='pair',
            name='by_helped',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.response', verbose_name='徒弟评师傅'),
        ),
        migrations.AddField(
            model_name='pair',
            name='by_mentor',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.response', verbose_name='师傅评徒弟'),
        ),
        migrations.AddField(
            model_name='pair',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='school.group', verbose_name='所蹲的组'),
        ),
        migrations.AddField(
            model_name='pair',
            name='guide',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='校外师傅（教研员、专家）'),
        ),
        migrations.AddField(
            model_name='pair',
            name='helped',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mentored', to='school.teacher', verbose_name='徒弟（帮扶对象）'),
        ),
        migrations.AddField(
            model_name='pair',
            name='mentor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mentoring', to='school.teacher', verbose_name='师傅（帮扶人、蹲点领导）'),
        ),
        migrations.AddField(
            model_name='pair',
            name='praised_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pair',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='help',
            name='pair',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helps', to='activities.pair', verbose_name='结对'),
        ),
        migrations.AddField(
            model_name='partner',
            name='linked',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school', verbose_name='系统里的哪所学校'),
        ),
        migrations.AddField(
            model_name='partner',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='joint',
            name='partners',
            field=models.ManyToManyField(blank=True, related_name='joints', to='activities.partner', verbose_name='参加的学校'),
        ),
        migrations.AddField(
            model_name='preparation',
            name='activity',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preparation', to='activities.activity', verbose_name='活动'),
        ),
        migrations.AddField(
            model_name='preparation',
            name='draft',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.work', verbose_name='主备稿'),
        ),
        migrations.AddField(
            model_name='registration',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registration',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='activities.session'),
        ),
        migrations.AddField(
            model_name='registration',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='school.teacher'),
        ),
        migrations.AddField(
            model_name='remark',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher', verbose_name='谁说的'),
        ),
        migrations.AddField(
            model_name='remark',
            name='preparation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='activities.preparation'),
        ),
        migrations.AddField(
            model_name='remark',
            name='under',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='views', to='activities.remark', verbose_name='哪个问题'),
        ),
        migrations.AddField(
            model_name='timetableslot',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetable', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='timetableslot',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetable', to='school.teacher', verbose_name='教师'),
        ),
        migrations.AddField(
            model_name='timetableslot',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetable', to='school.term', verbose_name='学期'),
        ),
        migrations.AddField(
            model_name='topic',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='topic',
            name='leader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics_led', to='school.teacher', verbose_name='主持人'),
        ),
        migrations.AddField(
            model_name='topic',
            name='members',
            field=models.ManyToManyField(blank=True, related_name='topics', to='school.teacher', verbose_name='成员'),
        ),
        migrations.AddField(
            model_name='topic',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='activities.topic'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='activities.topic'),
        ),
        migrations.AddField(
            model_name='trip',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='trip',
            name='report',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trips', to='activities.work', verbose_name='学习心得'),
        ),
        migrations.AddField(
            model_name='trip',
            name='retraining',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trips', to='activities.activity', verbose_name='二次培训'),
        ),
        migrations.AddField(
            model_name='trip',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trips', to='school.school', verbose_name='学校'),
        ),
        migrations.AddField(
            model_name='trip',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trips', to='school.teacher', verbose_name='外出教师'),
        ),
        migrations.AddField(
            model_name='trip',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trips', to='school.term', verbose_name='学期'),
        ),
        migrations.AddField(
            model_name='trip',
            name='waived_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leave',
            name='trip',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leaves', to='activities.trip', verbose_name='外出学习'),
        ),
        migrations.AddField(
            model_name='use',
            name='handout',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='activities.activityfile'),
        ),
        migrations.AddField(
            model_name='use',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.teacher', verbose_name='谁用过'),
        ),
        migrations.AddField(
            model_name='use',
            name='work',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='activities.work'),
        ),
        migrations.AddField(
            model_name='walk',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='巡课人'),
        ),
        migrations.AddField(
            model_name='walk',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='walks', to='school.school'),
        ),
        migrations.AddField(
            model_name='walk',
            name='teacher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='walks', to='school.teacher', verbose_name='教师'),
        ),
        migrations.AddField(
            model_name='walk',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='walks', to='school.term'),
        ),
        migrations.AddField(
            model_name='workcomment',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workcomment',
            name='lesson',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='activities.openlesson'),
        ),
        migrations.AddField(
            model_name='workcomment',
            name='observation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='activities.observation'),
        ),
        migrations.AddField(
            model_name='workcomment',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='workcomment',
            name='work',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='activities.work'),
        ),
        migrations.AddField(
            model_name='workfile',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile'),
        ),
        migrations.AddField(
            model_name='workfile',
            name='work',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='activities.work'),
        ),
        migrations.AddField(
            model_name='workshare',
            name='lesson',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='activities.openlesson'),
        ),
        migrations.AddField(
            model_name='workshare',
            name='observation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='activities.observation'),
        ),
        migrations.AddField(
            model_name='workshare',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school'),
        ),
        migrations.AddField(
            model_name='workshare',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='请谁看'),
        ),
        migrations.AddField(
            model_name='workshare',
            name='work',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='activities.work'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('contest', 'teacher'), name='entry_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('contest', 'no'), name='entry_number_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('inspection', 'teacher'), name='finding_once'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(fields=('joint', 'name', 'from_school'), name='guest_once'),
        ),
        migrations.AddConstraint(
            model_name='judge',
            constraint=models.UniqueConstraint(fields=('contest', 'user'), name='judge_once'),
        ),
        migrations.AddConstraint(
            model_name='judging',
            constraint=models.UniqueConstraint(fields=('judge', 'entry'), name='judged_once'),
        ),
        migrations.AddConstraint(
            model_name='loosesheet',
            constraint=models.UniqueConstraint(fields=('school', 'file'), name='loose_sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('teacher', 'title'), name='offer_once'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('since__lte', models.F('until'))), name='pair_since_until'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('helped', None), ('mentor', None), models.Q(('mentor', models.F('helped')), _negated=True), _connector='OR'), name='nobody_mentors_himself'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guide', None), ('mentor__isnull', False)), models.Q(('guide__isnull', False), ('mentor', None)), _connector='OR'), name='pair_has_one_mentor'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('helped', None), ('kind', 'station')), models.Q(models.Q(('kind', 'station'), _negated=True), ('group', None), ('helped__isnull', False)), _connector='OR'), name='pair_helps_a_teacher_or_a_group'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(fields=('school', 'name'), name='partner_once'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('session', 'teacher'), name='registration_once'),
        ),
        migrations.AddConstraint(
            model_name='timetableslot',
            constraint=models.UniqueConstraint(fields=('term', 'teacher', 'weekday', 'period', 'class_name'), name='timetable_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('since__lte', models.F('until'))), name='topic_since_until'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('topic', 'work'), name='outcome_work_once'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('topic', 'file'), name='outcome_file_once'),
        ),
        migrations.AddConstraint(
            model_name='trip',
            constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='trip_first_last'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(fields=('work', 'teacher'), name='work_used_once'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(fields=('handout', 'teacher'), name='handout_used_once'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handout', None), ('work__isnull', False)), models.Q(('handout__isnull', False), ('work', None)), _connector='OR'), name='use_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='workcomment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lesson', None), ('observation', None), ('work__isnull', False)), models.Q(('lesson__isnull', False), ('observation', None), ('work', None)), models.Q(('lesson', None), ('observation__isnull', False), ('work', None)), _connector='OR'), name='comment_on_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='workfile',
            constraint=models.UniqueConstraint(fields=('work', 'file'), name='work_file_once'),
        ),
        migrations.AddConstraint(
            model_name='workshare',
            constraint=models.UniqueConstraint(fields=('work', 'user'), name='work_share_once'),
        ),
        migrations.AddConstraint(
            model_name='workshare',
            constraint=models.UniqueConstraint(fields=('lesson', 'user'), name='lesson_share_once'),
        ),
        migrations.AddConstraint(
            model_name='workshare',
            constraint=models.UniqueConstraint(fields=('observation', 'user'), name='observation_share_once'),
        ),
        migrations.AddConstraint(
            model_name='workshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lesson', None), ('observation', None), ('work__isnull', False)), models.Q(('lesson__isnull', False), ('observation', None), ('work', None)), models.Q(('lesson', None), ('observation__isnull', False), ('work', None)), _connector='OR'), name='share_of_one_thing'),
        ),
    ]
