"""What the server process calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from xunwang.web.orphan import leave_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.web.settings")
application = get_wsgi_application()
leave_with_server()
# What is loaded by now stays for good: the collector would walk over all of it, hundreds of times, for a page that
# makes rows by the ten thousand.
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
