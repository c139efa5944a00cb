"""Running campaigns: start, progress, one site anew; and the background jobs."""
