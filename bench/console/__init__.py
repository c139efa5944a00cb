"""How the console stands many campaigns, findings and readers."""
