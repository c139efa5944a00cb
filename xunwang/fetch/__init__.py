"""HTTP: polite, bounded, timed, evidence-keeping (:class:`xunwang.fetch.client.Client`)."""
