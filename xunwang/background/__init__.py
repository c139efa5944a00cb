"""Background jobs as the lower layers and the pages see them: put into the queue by name, listed, tried again.

The jobs' own code is in :mod:`xunwang.jobs`, above everything that may queue them.
"""
