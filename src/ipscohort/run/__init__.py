"""One run as a whole: the stages in their order, the check before it, what made it, and its log."""
