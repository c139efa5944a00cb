"""The platforms on which the province's accounts live: feeds, interfaces, pages and stores on loopback.

``start_platforms`` serves them in a process of their own; ``conducts_of`` tells what each account does,
``posts_of`` what it publishes, ``ways_of`` how it can be collected, ``truth_of`` what has to be found.
"""
