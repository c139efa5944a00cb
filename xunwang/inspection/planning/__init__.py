"""Making a campaign: plan, scope, sampling, workload."""
