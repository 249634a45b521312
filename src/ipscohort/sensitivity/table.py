alternatives_table = None
