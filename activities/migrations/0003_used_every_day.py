import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_the_term_as_it_is_lived'),
        ('school', '0002_the_term_as_it_is_lived'),
    ]

    operations = [
        migrations.AlterField(
            model_name='conductrecord',
            name='severity',
            field=models.CharField(choices=[('较轻', '较轻'), ('严重', '严重'), ('不扣分', '不扣分')], max_length=4, verbose_name='轻重'),
        ),
        migrations.AlterField(
            model_name='help',
            name='what',
            field=models.CharField(choices=[('lesson', '听课'), ('preparation', '备课'), ('talk', '谈话'), ('show', '示范'), ('homework', '作业'), ('skill', '查技能'), ('meeting', '参加教研'), ('lecture', '讲座')], max_length=12, verbose_name='做了什么'),
        ),
        migrations.CreateModel(
            name='ObservationPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.storedfile')),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='activities.observation')),
            ],
            options={
                'verbose_name': '听课记录照片',
                'verbose_name_plural': '听课记录照片',
                'ordering': ['order', 'id'],
                'abstract': False,
            },
        ),
    ]
