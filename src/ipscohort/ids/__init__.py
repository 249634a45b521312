"""Ids of persons: when two are the same, and when they nearly are."""
