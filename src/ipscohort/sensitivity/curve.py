draw_curve = None
