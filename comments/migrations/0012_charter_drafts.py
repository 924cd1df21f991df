"""A draft of the charter goes with its clauses; its fields say their names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0011_fill_notices_and_signatures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clause',
            name='charter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='comments.charter'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='dsa_category',
            field=models.CharField(max_length=100, verbose_name='catégorie dans la base européenne'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='dsa_specification',
            field=models.CharField(max_length=100, verbose_name='précision dans la base européenne'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='example_ar',
            field=models.TextField(blank=True, verbose_name='exemple en arabe'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='example_en',
            field=models.TextField(blank=True, verbose_name='exemple en anglais'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='reasons_ar',
            field=models.TextField(verbose_name='exposé des motifs en arabe'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='reasons_en',
            field=models.TextField(verbose_name='exposé des motifs en anglais'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='rule_ar',
            field=models.TextField(verbose_name='règle en arabe'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='rule_en',
            field=models.TextField(verbose_name='règle en anglais'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='title_ar',
            field=models.CharField(max_length=80, verbose_name='titre en arabe'),
        ),
        migrations.AlterField(
            model_name='clause',
            name='title_en',
            field=models.CharField(max_length=80, verbose_name='titre en anglais'),
        ),
    ]
