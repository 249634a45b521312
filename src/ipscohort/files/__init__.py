"""What is read and written between stages, and the digests that reruns go by."""
