"""The doors of PlanAtlas: HTTP and the command line. Knows nothing of how a text is read."""
