"""Running a campaign: its sites are probed, crawled, judged and taken in, step by step, by background jobs.

The archive below ``XUNWANG_HOME/runs`` says what has been fetched, the rows of the run what has been taken in.
A step looks at both, does what is next and ends; a process that is killed leaves the next step to another one.
"""
