import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
    ]
