import django.core.validators
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [("access", "0001_initial")]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[\\w.@-]+\\Z", "用户名只能用汉字、字母、数字和 . @ - _"
                            )
                        ],
                        verbose_name="用户名",
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="建立时间"
                    ),
                ),
            ],
            options={
                "ordering": ("username",),
            },
        ),
    ]
