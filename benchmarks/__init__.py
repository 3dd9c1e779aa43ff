"""Timings as ratios against a named peer, both measured in turn in one run. Run with ``make bench``."""
