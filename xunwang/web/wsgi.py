"""What the server process calls."""

import os

from django.core.wsgi import get_wsgi_application

from xunwang.web.orphan import leave_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.web.settings")
application = get_wsgi_application()
leave_with_server()
