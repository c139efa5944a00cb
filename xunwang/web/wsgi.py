"""What the server process calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.web.settings")
application = get_wsgi_application()
