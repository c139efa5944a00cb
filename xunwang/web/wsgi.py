"""What the server process calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from xunwang.web.orphan import leave_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.web.settings")
application = get_wsgi_application()
leave_with_server()
# What is loaded by now is there for good: the collector would walk over all of it with every page of many rows.
gc.collect()
gc.freeze()
