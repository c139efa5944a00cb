"""Documents made from results: the report of a run, the notice, annual tables. A Django app: imports nothing itself."""
