"""What stands once and is read everywhere: names and words, without pandas and without statistics."""
