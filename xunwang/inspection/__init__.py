"""Campaigns (检查): planned, run, reviewed, heard, finalised.

Machine results come in through :mod:`xunwang.inspection.intake`; people decide through
:mod:`xunwang.inspection.review` and :mod:`xunwang.inspection.hearing`; :mod:`xunwang.inspection.results` adds up
and freezes. Every service takes who asks (``by``) and the present instant (``now``, aware), checks the role,
works in one transaction and holds the campaign's stage while it does.
"""
