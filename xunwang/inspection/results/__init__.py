"""What a campaign comes to: standing verdicts, scores, figures, comparison, and the freezing of all that."""
