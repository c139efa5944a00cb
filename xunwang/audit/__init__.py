"""The audit log: append-only, hash-chained, written by the database itself.

Triggers of the registered tables write one entry a changed row, whoever changes it and by whatever means.
When a transaction commits, its entries are chained: each link's digest covers the entry and the link before.
"""
