"""Units are heard: results sent, accepted or appealed against within a limit of working days, appeals decided."""
